from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postlint.detect import secrets
from postlint.detect.errors import DetectorFailed
from postlint.detect.secrets import KINDS, find_secrets, might_contain

# Put together from parts, so that no scanner of this repository takes them for real ones.
MIXED = "a8Fk2LmQ9zRt4VxW7yB1cD3eF5gH6jK0pN2sU4wY"
SECRETS = [
    (
        "private-key",
        "-----BEGIN RSA " + "PRIVATE KEY-----\n" + MIXED + "\n" + MIXED + "\n-----END RSA PRIVATE KEY-----",
        MIXED,
    ),
    ("aws-access-key", "AK" + "IAQ3EGUZ7XK4TRMLPW", "Q3EGUZ7XK4TRMLPW"),
    ("aws-access-key", "aws_secret_access_key = " + MIXED, MIXED),
    ("github-token", "token gh" + "p_" + MIXED[:36], MIXED[:36]),
    ("gitlab-token", "gl" + "pat-" + MIXED[:20], MIXED[:20]),
    ("slack-token", "xo" + "xb-2718281828-3141592653-" + MIXED[:24], MIXED[:24]),
    ("slack-webhook", "https://hooks.slack.com/services/T0AB12CD3/B0EF45GH6/" + MIXED[:24], MIXED[:24]),
    ("stripe-key", "sk" + "_live_" + MIXED[:24], MIXED[:24]),
    ("google-api-key", "AI" + "za" + MIXED[:35], MIXED[:35]),
    ("openai-key", "sk-" + "proj-" + MIXED, MIXED),
    ("anthropic-key", "sk-" + "ant-api03-" + MIXED, MIXED),
    ("sendgrid-key", "SG" + "." + MIXED[:22] + "." + MIXED + "abc", MIXED[:22]),
    ("twilio-key", "SK" + "0a1b2c3d4e5f60718293a4b5c6d7e8f9", "0a1b2c3d4e5f60718293a4b5c6d7e8f9"),
    ("npm-token", "np" + "m_" + MIXED[:36], MIXED[:36]),
    ("pypi-token", "py" + "pi-AgE" + MIXED + MIXED, MIXED),
    ("huggingface-token", "h" + "f_" + MIXED[:34], MIXED[:34]),
    ("service-token", "do" + "p_v1_" + "0a1b2c3d4e5f60718293a4b5c6d7e8f9" * 2, "0a1b2c3d4e5f"),
    ("service-token", "lin" + "_api_" + MIXED, MIXED),
    ("service-token", "GO" + "CSPX-" + MIXED[:28], MIXED[:28]),
    ("service-token", "rota_" + "live_" + MIXED[:20], MIXED[:20]),
    ("telegram-token", "271828182:" + "AA" + MIXED[:33], MIXED[:33]),
    ("azure-key", "AccountName=a;Account" + "Key=" + MIXED + MIXED + "ab12ef==", MIXED),
    ("jwt", "ey" + "JhbGciOiJFUzI1NiJ9.ey" + "JzdWIiOiJhbWFyYSJ9." + MIXED, MIXED),
    ("connection-string", "postgres://app:s3cr" + "3tP4ss@db.internal:5432/app", "s3cr3tP4ss"),
    ("connection-string", "Server=db1;Database=a;User=b;Password=Qx7!rT" + "w2;", "Qx7!rTw2"),
    ("authorization-header", "Authorization: Bearer " + MIXED, MIXED),
    ("api-key", 'api_key = "' + MIXED[:24] + '"', MIXED[:24]),
    ("password", "the wifi is MeridianGuest, pw Welcome2024", "Welcome2024"),
    ("password", "pw is tulip harbour eighty-eight, all one word", "tulip harbour eighty-eight"),
    ("password", "keypad 4471 then hash", "4471"),
    ("password", "The door code's 4471, back door", "4471"),
    ("password", "Gate code for the car park is 2291", "2291"),
    ("password", "her PIN is 4471 if you need it", "4471"),
    ("password", "wifi password is sunflower.", "sunflower"),
    ("password", 'password: "open sesame please"', "open sesame please"),
    ("password", "Password: Sunshine22!", "Sunshine22!"),
    ("password", "login: reception / Winter2025!", "Winter2025!"),
    ("one-time-code", "my verification code is 482913", "482913"),
    ("one-time-code", "482913 is your Meridian code", "482913"),
]

INNOCENT = {
    "private-key": [
        "files that start with -----BEGIN PRIVATE KEY-----",
        "keep your private key private",
        "-----BEGIN CERTIFICATE-----",
    ],
    "aws-access-key": [
        "AKIAIOSFODNN7EXAMPLE",
        "AKIAXXXXXXXXXXXXXXXX",
        "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    ],
    "github-token": ["ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "ghp_ tokens", "export GITHUB_TOKEN=${GITHUB_TOKEN}"],
    "slack-token": ["xoxb-your-token-goes-here-please", "xoxb-xxxxxxxxxxxx-xxxxxxxxxxxx", "xoxo from all of us"],
    "stripe-key": ["sk_live_YOUR_API_KEY_HERE", "sk_test_xxxxxxxxxxxxxxxxxxxx", "sk_live_..."],
    "service-token": [
        "rota_live_YOUR_KEY_GOES_HERE",
        "https://ourtrust.example/spring_live_2026_Programme12",
        "the glsa_ prefix, hvs. and gsk_ are tokens too",
        "radio-live-SpringConcertFromLeeds",
    ],
    "telegram-token": ["12345678:AAxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "ratio 10000000:AA", "ISO 8601:AAAA"],
    "openai-key": [
        "sk-your-key-goes-here-but-never-in-a-post",
        "sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "risk-based-approaches-to-everything-we-do-today",
    ],
    "jwt": [
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4ifQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV",
        "eyJ is how a JWT begins",
        "header.payload.signature",
    ],
    "connection-string": [
        "postgres://user:password@localhost/db",
        "https://example.org:8080/@jane",
        "redis://:<password>@host",
    ],
    "authorization-header": [
        "Bearer tokens expire after 3600 seconds",
        "basic information for 2026",
        "Authorization: Bearer <token>",
    ],
    "api-key": [
        "api_key = YOUR_API_KEY_GOES_HERE_123",
        "token: 123e4567-e89b-12d3-a456-426614174000",
        "https://example.org/commit/9fceb02d0ae598e95dc970b74767f19372d61af8",
        "https://example.org/reg?order=1&client_token=92c14b7ecebb42b383215f1c8823e7f5",
        "secret = os.environ['MERIDIAN_SECRET_KEY_2']",
    ],
    "password": [
        "Never share your password with anyone.",
        "Your password is the key to your account.",
        "Use a long password: three random words.",
        "# Passwords, the short version",
        "We'll never ask for your full password or a code from your phone",
        "A PIN like 1234 is easy to guess",
        "people still use a PIN of 0000",
        "password: xxxxxxxx",
        "Password: <your-password>",
        "Password123 is the worst password",
        "the password is required in version 1.2.3",
        "Passwordless login with 1Password or SSO is live",
        "Use code WINTER24 for 20% off",
        "pin 3 posts to your board",
        "the door code changed in 2023",
        "a password manager is password-protected",
        "pw: ${WIFI_PASSWORD}",
        "get your free pass: it's on us",
    ],
    "one-time-code": [
        "never tell anyone that your code is 482913",
        "we wrote 4829 lines of code",
        "the access code is being reset",
        "NHS code 482913",
    ],
}


def found(text, kinds=None):
    return [(secret.kind, text[secret.span.start : secret.span.end]) for secret in find_secrets(text, kinds)]


@pytest.mark.parametrize(("kind", "text", "part"), SECRETS)
def test_finds(kind, text, part):
    for wording in (text, f"FYI: {text}", f"{text}\nthanks 😂"):
        secrets_found = found(wording)
        assert [name for name, _ in secrets_found] == [kind]
        assert part in secrets_found[0][1]


@pytest.mark.parametrize("text", [text for texts in INNOCENT.values() for text in texts])
def test_leaves_placeholders_advice_and_look_alikes(text):
    assert found(text) == []


def test_every_kind_is_shown_to_work():
    assert {kind for kind, _, _ in SECRETS} == KINDS


def test_what_is_found_of_a_kind_does_not_depend_on_the_kinds_asked_for():
    text = "\n".join(text for _, text, _ in SECRETS)
    everything = found(text)
    for kind in KINDS:
        assert found(text, {kind}) == [secret for secret in everything if secret[0] == kind]


FRAGMENTS = [text for _, text, _ in SECRETS] + [text for texts in INNOCENT.values() for text in texts]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=10)), max_size=4).map(" ".join))
def test_gates_lose_nothing(text):
    gated = find_secrets(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "_admits", lambda shape, lower: True)
        assert find_secrets(text) == gated
    for secret in gated:
        assert might_contain(text, {secret.kind})
        assert 0 <= secret.span.start < secret.span.end <= len(text)


@pytest.mark.parametrize(
    "unit",
    [
        "password ",
        "pw is ",
        "a",
        "code for ",
        "eyJ",
        "://",
        "aws key ",
        "server=a;",
        "login a/",
        "token=",
        "1 ",
        "keypad code, ",
    ],
)
def test_hostile_texts_take_linear_time(unit):
    text = (unit * 120_000)[:240_000] + " password key token pw -----BEGIN PRIVATE KEY-----"
    started = time.perf_counter()
    find_secrets(text)
    assert time.perf_counter() - started < 10


def test_a_pattern_that_runs_out_of_time_is_a_failure(monkeypatch):
    monkeypatch.setattr(secrets, "_SECONDS", 1e-9)
    with pytest.raises(DetectorFailed) as caught:
        find_secrets("password swordfish " * 5000)
    assert "swordfish" not in str(caught.value)
