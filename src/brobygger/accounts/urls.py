"""Addresses for signing in and out."""

from django.urls import path

from brobygger.accounts import views

app_name = "accounts"

urlpatterns = [
    path("logg-inn/", views.sign_in, name="sign_in"),
    path("logg-inn/som/", views.sign_in_as_persona, name="sign_in_as_persona"),
    path("logg-ut/", views.sign_out, name="sign_out"),
]
