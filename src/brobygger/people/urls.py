"""Addresses of people, below a partnership."""

from django.urls import path

from brobygger.people.views import contacts, hand_over, me, people

app_name = "people"

urlpatterns = [
    path("personer/", people.people, name="people"),
    path("personer/frister/", people.due_soon, name="due"),
    path("personer/navn/", contacts.names, name="names"),
    path("personer/kontakter/<slug:slug>/", contacts.contacts, name="contacts"),
    path("personer/kontakter/<int:number>/avslutt/", contacts.end, name="end_contact"),
    path("personer/kontakter/<int:number>/ta-vekk/", contacts.remove, name="remove_contact"),
    path("personer/overleveringer/<int:number>/tilbake/", hand_over.back, name="hand_back"),
    path("personer/<int:number>/", people.person, name="person"),
    path("personer/<int:number>/rett/", people.edit, name="edit"),
    path("personer/<int:number>/slett-alt/", people.erase, name="erase"),
    path("personer/<int:number>/behold/", people.extend, name="extend"),
    path("personer/<int:number>/alt.json", people.take_json, name="copy_json"),
    path("personer/<int:number>/alt.xlsx", people.take_xlsx, name="copy_xlsx"),
    path("personer/<int:number>/overlever/", hand_over.give, name="hand_over"),
    path("meg/", me.me, name="me"),
    path("meg/alt.json", me.take_json, name="my_json"),
    path("meg/alt.xlsx", me.take_xlsx, name="my_xlsx"),
    path("meg/slett-alt/", me.erase_me, name="erase_me"),
]
