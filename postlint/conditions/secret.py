"""`secret`: credentials and keys by shape; imports base, regions, terms, detect (secrets), rules (schema), types."""

from __future__ import annotations

from postlint.conditions.base import COST_DETECTOR, Compiler, Exceptions, Kind, Search, named, shift, without
from postlint.conditions.regions import Regions
from postlint.conditions.terms import list_names
from postlint.detect.secrets import KINDS as SECRET_KINDS
from postlint.detect.secrets import find_secrets, might_contain
from postlint.rules.schema import Condition, Within
from postlint.types import Hit

ANY = "any"


class Secret(Condition, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A credential of a named kind, or `any`."""

    secret: tuple[str, ...]
    not_in: tuple[str, ...] = ()

    def lists(self) -> frozenset[str]:
        """Names of the lists in `not_in`."""
        return list_names(self.not_in)

    def mistakes(self) -> tuple[tuple[str, str], ...]:
        """Kinds that the detector does not know."""
        known = ", ".join((ANY, *sorted(SECRET_KINDS)))
        unknown = [name for name in self.secret if name != ANY and name not in SECRET_KINDS]
        if not self.secret:
            return (("secret", f"needs at least one kind of: {known}"),)
        return tuple(("secret", f"{name!r} is no kind of secret; there are: {known}") for name in unknown)


class SecretMatcher:
    """Looks through whole blocks for the shapes of credentials."""

    cost = COST_DETECTOR
    literals = None

    def __init__(self, spec: Secret, exceptions: Exceptions | None) -> None:
        self._kinds = None if ANY in spec.secret else frozenset(spec.secret)
        self._name = spec.as_
        self._exceptions = exceptions

    def find(self, search: Search, regions: Regions) -> list[Hit]:
        """Credentials inside the regions."""
        scan = search.scan
        if not might_contain(search.text, self._kinds):
            return []
        hits: list[Hit] = []
        for index in search.blocks_in(regions):
            key = id(self), index
            if key not in scan.cache:
                block = scan.document.blocks[index]
                secrets = find_secrets(search.text[block.start : block.end], self._kinds)
                scan.cache[key] = [
                    Hit(shift(one.span, block.start), one.kind, one.confidence, private=True) for one in secrets
                ]
            hits += scan.cache[key]
        return named(without(search.keep(hits, regions), self._exceptions, search), self._name)


def compile_secret(spec: Secret, compiler: Compiler, within: Within) -> SecretMatcher:
    """The detector has its own gates."""
    return SecretMatcher(spec, compiler.exceptions(spec.not_in))


KIND = Kind(name="secret", spec=Secret, compile=compile_secret)
