"""Where photos and files lie: a folder, or a bucket of S3 or what speaks like it (extra `[s3]`)."""

from __future__ import annotations

from typing import Any

from qunfang.common.settings import env_text


def media_storage() -> dict[str, Any]:
    """The storage as Django's `STORAGES` wants it: S3 where QUNFANG_S3_BUCKET is set."""
    bucket = env_text("QUNFANG_S3_BUCKET")
    if not bucket:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    try:
        from botocore.config import Config
    except ImportError as cause:
        raise SystemExit("QUNFANG_S3_BUCKET is set, but S3 is not installed here: pip install qunfang[s3].") from cause
    endpoint = env_text("QUNFANG_S3_ENDPOINT") or None
    # Stores that only speak like S3 know neither buckets as host names nor the newer checksums.
    config = Config(
        signature_version="s3v4",
        s3={"addressing_style": "path" if endpoint else "auto"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    options = {
        "bucket_name": bucket,
        "endpoint_url": endpoint,
        "region_name": env_text("QUNFANG_S3_REGION", "us-east-1"),
        "access_key": env_text("QUNFANG_S3_KEY") or None,
        "secret_key": env_text("QUNFANG_S3_SECRET") or None,
        "location": env_text("QUNFANG_S3_PREFIX"),
        "client_config": config,
        "default_acl": None,  # nothing in the bucket is public; pages hand files out themselves
        "file_overwrite": False,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
