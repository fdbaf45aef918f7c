"""Units and sites: the tree, their pages, changes, rosters in and out."""

from django.urls import path

from qunfang.web.views.places import rosters, sites, unit_acts, units

urlpatterns = [
    path("units/", units.units, name="units"),
    path("units/excel/", units.units_export, name="units-export"),
    path("units/template/", rosters.template, name="roster-template"),
    path("units/uploads/<int:pk>/", rosters.preview, name="roster-preview"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("units/<int:pk>/excel/", units.unit_export, name="unit-export"),
    path("units/<int:pk>/add/", unit_acts.add, name="unit-add"),
    path("units/<int:pk>/edit/", unit_acts.edit, name="unit-edit"),
    path("units/<int:pk>/move/", unit_acts.move, name="unit-move"),
    path("units/<int:pk>/close/", unit_acts.close, name="unit-close"),
    path("units/<int:pk>/reopen/", unit_acts.reopen, name="unit-reopen"),
    path("units/<int:pk>/import/", rosters.hand_in, name="roster"),
    path("units/<int:pk>/sites/add/", sites.add, name="site-add"),
    path("units/sites/<int:pk>/", sites.site, name="site"),
    path("units/sites/<int:pk>/edit/", sites.edit, name="site-edit"),
    path("units/sites/<int:pk>/close/", sites.close, name="site-close"),
    path("units/sites/<int:pk>/reopen/", sites.reopen, name="site-reopen"),
]
