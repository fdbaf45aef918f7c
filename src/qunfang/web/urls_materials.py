"""Materials: the library, one piece in every form, own pieces, print jobs for many sites."""

from django.urls import path

from qunfang.web.views.materials import batches, files, lists, pieces

urlpatterns = [
    path("materials/", lists.materials, name="materials"),
    path("materials/new/", pieces.new, name="piece-new"),
    path("materials/<int:pk>/", lists.piece, name="piece"),
    path("materials/<int:pk>/edit/", pieces.edit, name="piece-edit"),
    path("materials/<int:pk>/version/", pieces.version, name="piece-version"),
    path("materials/<int:pk>/publish/", pieces.publish, name="piece-publish"),
    path("materials/<int:pk>/drop/", pieces.drop, name="piece-drop"),
    path("materials/<int:pk>/texts/", files.texts, name="piece-texts"),
    path("materials/<int:pk>/forms/<slug:form>.<slug:kind>", files.download, name="piece-file"),
    path("materials/<int:pk>/looks/<slug:form>.png", files.look, name="piece-look"),
    path("materials/<int:pk>/batch/", batches.ask, name="batch-ask"),
    path("materials/batches/<int:pk>/", batches.batch, name="batch"),
    path("materials/batches/<int:pk>/stop/", batches.stop, name="batch-stop"),
    path("materials/batches/<int:pk>/file/", batches.fetch, name="batch-file"),
]
