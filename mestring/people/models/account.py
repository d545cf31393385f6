"""The way in: a name to log in with, and whom it belongs to."""

from __future__ import annotations

import unicodedata
import uuid
from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from mestring.audit import clock


class AccountManager(BaseUserManager["Account"]):
    """Accounts, found by the name as somebody writes it."""

    def create_user(self, username: str, password: str | None = None, **values: Any) -> Account:
        """A new account. Without a password it can only be reached through the municipality's own log-in."""
        account = self.model(username=username, **values)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=Account.normalize_username(username or ""))


class Account(AbstractBaseUser):
    """Somebody's way into the system (konto): an employee's, or a citizen's own, never both.

    What an account may see and do is not here: it follows from the roles of the employee and from who the citizen is. No flag gives everything.
    Shapes: `username` is kept in small letters, so that two accounts can't differ by case alone.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    employee = models.OneToOneField("people.Employee", models.PROTECT, related_name="account", null=True, blank=True)
    citizen = models.OneToOneField("people.Citizen", models.PROTECT, related_name="account", null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    objects = AccountManager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(employee=None) | Q(citizen=None), name="account_is_one_persons"),
            models.CheckConstraint(condition=Q(username=Lower("username")) & ~Q(username=""), name="account_username_small"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.username = self.normalize_username(self.username)
        super().save(*args, **kwargs)

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """The name as it is kept: one form of each letter, small, without blanks around it."""
        return unicodedata.normalize("NFKC", username).strip().lower()

    @classmethod
    def named(cls, username: str) -> Self | None:
        """The account of that name, however it is written."""
        return cls._default_manager.filter(username=cls.normalize_username(username)).first()  # type: ignore[return-value]
