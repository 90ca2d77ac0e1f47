"""Addresses of these pages. Users are named by opaque ids, clients by their client id."""

from __future__ import annotations

from django.urls import path

from rollbook.web.portal.users import certifying, inviting, listing, machines, person

urlpatterns = [
    path("", listing.listed, name="users"),
    path("invite", inviting.invite, name="invite"),
    path("certification", certifying.tasks, name="certification"),
    path("certification/<str:subject>", certifying.one, name="certify"),
    path("clients", machines.listed, name="clients"),
    path("clients/new", machines.new, name="new_client"),
    path("clients/<str:client_id>", machines.client, name="client"),
    path("clients/<str:client_id>/suspend", machines.suspend, name="suspend_client"),
    path("clients/<str:client_id>/restore", machines.restore, name="restore_client"),
    path("<uuid:user_id>", person.user, name="user"),
    path("<uuid:user_id>/link", inviting.link, name="user_link"),
    path("<uuid:user_id>/new-link", person.new_link, name="new_user_link"),
    path("<uuid:user_id>/suspend", person.suspend, name="suspend_user"),
    path("<uuid:user_id>/restore", person.restore, name="restore_user"),
    path("<uuid:user_id>/move", person.move, name="move_user"),
    path("<uuid:user_id>/unlock", person.unlock, name="unlock_user"),
]
