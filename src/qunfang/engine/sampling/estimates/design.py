"""How the people of a sample were chosen: one row a person, columns of equal length."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Labels = Sequence[Hashable]


class InvalidSample(ValueError):
    """Columns that do not fit together; the message says which."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Design:
    """A sample of n people.

    weights: how many people each stands for. strata, clusters: a code 0, 1, … each person; a cluster lies in
    one stratum, and people drawn one by one are clusters of their own. clusters_of: how many clusters each
    stratum has altogether, people_of: how many people each cluster has; infinite where not known, which
    counts as drawn with replacement. controls: the columns (n × k) whose totals the weights were made to hit.
    """

    weights: Floats
    strata: Codes
    clusters: Codes
    clusters_of: Floats
    people_of: Floats
    controls: Floats | None = None

    def __post_init__(self) -> None:
        if not (len(self.weights) == len(self.strata) == len(self.clusters) > 0):
            raise InvalidSample("weights, strata and clusters must have one entry for each person")
        if not (np.isfinite(self.weights).all() and (self.weights >= 0).all() and self.weights.sum() > 0):
            raise InvalidSample("weights must be finite, none below 0 and not all 0")
        if len(self.clusters_of) != self.strata.max() + 1 or len(self.people_of) != self.clusters.max() + 1:
            raise InvalidSample("one number of clusters for each stratum, and of people for each cluster")
        if len(np.unique(np.stack([self.clusters, self.strata]), axis=1).T) != len(self.people_of):
            raise InvalidSample("a cluster lies in two strata")
        self._check_counts()

    def _check_counts(self) -> None:
        if (np.bincount(self.stratum_of_cluster) > self.clusters_of).any():
            raise InvalidSample("a stratum holds more clusters in the sample than altogether")
        if (np.bincount(self.clusters) > self.people_of).any():
            raise InvalidSample("a cluster holds more people in the sample than altogether")

    @property
    def size(self) -> int:
        """People in the sample."""
        return len(self.weights)

    @property
    def stratum_of_cluster(self) -> Codes:
        """The stratum of each cluster."""
        places = np.zeros(len(self.people_of), dtype=np.int64)
        places[self.clusters] = self.strata
        return places

    @property
    def degrees(self) -> int:
        """Degrees of freedom: clusters less strata (Korn & Graubard 1998)."""
        return len(self.people_of) - len(self.clusters_of)

    @property
    def population(self) -> float | None:
        """The people stood for, where the size of every stratum was known; else None."""
        return float(self.weights.sum()) if np.isfinite(self.clusters_of).all() else None


def simple(*, size: int, population: int | None = None) -> Design:
    """A simple random sample without replacement of `size` out of `population` people; weights N/n.

    Without a population the weights are 1 and the sample counts as drawn with replacement.
    """
    whole = np.inf if population is None else float(population)
    return Design(
        weights=np.full(size, 1.0 if population is None else population / size),
        strata=np.zeros(size, dtype=np.int64),
        clusters=np.arange(size),
        clusters_of=np.array([whole]),
        people_of=np.ones(size),
    )


def stratified(*, strata: Labels, populations: Mapping[Hashable, int]) -> Design:
    """Simple random samples in every stratum; weights N_h/n_h (Cochran 1977, ch. 5)."""
    names, codes = _coded(strata)
    whole = np.array([_looked_up(populations, name) for name in names])
    return Design(
        weights=(whole / np.bincount(codes))[codes],
        strata=codes,
        clusters=np.arange(len(codes)),
        clusters_of=whole,
        people_of=np.ones(len(codes)),
    )


def two_stage(
    *,
    clusters: Labels,
    people_of: Mapping[Hashable, int],
    strata: Labels | None = None,
    clusters_of: Mapping[Hashable, int] | int | None = None,
    weights: Sequence[float] | None = None,
) -> Design:
    """Clusters (villages) drawn within strata, then people within clusters.

    clusters_of: all clusters of each stratum (a number when there are no strata). Without `weights` both
    stages are simple random samples, weight (N_h/n_h)(M_i/m_i) (Cochran 1977, ch. 11). With `weights`
    (1/probability, such as after a draw by size) and no clusters_of, the first stage counts as drawn with
    replacement: then the second adds nothing to the variance (Särndal et al. 1992, ch. 4).
    """
    villages, cluster_codes = _coded(clusters)
    names, codes = _coded(strata if strata is not None else [None] * len(clusters))
    people = np.array([_looked_up(people_of, name) for name in villages])
    known: Mapping[Hashable, int] | None = {None: clusters_of} if isinstance(clusters_of, int) else clusters_of
    whole = np.array([np.inf if known is None else _looked_up(known, name) for name in names])
    if weights is None and known is None:
        raise InvalidSample("give the weights or the number of clusters in each stratum")
    pairs = {(int(c), int(s)) for c, s in zip(cluster_codes, codes, strict=True)}
    drawn = np.bincount(np.array([s for _, s in pairs]))
    made = (whole / drawn)[codes] * (people / np.bincount(cluster_codes))[cluster_codes]
    return Design(
        weights=np.asarray(made if weights is None else weights, dtype=np.float64),
        strata=codes,
        clusters=cluster_codes,
        clusters_of=whole,
        people_of=people,
    )


def _coded(labels: Labels) -> tuple[list[Hashable], Codes]:
    """The different labels in order of appearance, and each row's place among them."""
    places: dict[Hashable, int] = {}
    codes = [places.setdefault(label, len(places)) for label in labels]
    return list(places), np.array(codes, dtype=np.int64)


def _looked_up(sizes: Mapping[Hashable, int], name: Hashable) -> float:
    try:
        return float(sizes[name])
    except KeyError as cause:
        raise InvalidSample(f"no size is given for {name}") from cause
