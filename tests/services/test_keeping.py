"""What borrowers save is sealed, opened by its links alone, for its time, and says what changed."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from advice.models import LoanProduct, SavedAssessment, SiteEdition
from advice.selectors import current_rulebook
from advice.services import advise, keeping
from tests import factories as new

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
LAST_MOMENT = NOW + timedelta(days=30) - timedelta(microseconds=1)
LOAN = {
    "principal": "31234.56",
    "daily_rate_percent": "0.05",
    "repayment_method": "equal_principal",
    "remaining_instalments": 10,
    "first_unpaid_due_date": "2026-08-15",
}
RAW = {"product": "weilidai", "loans": [LOAN]}


def save(raw=RAW, *, today=TODAY, now=NOW):
    return keeping.save_assessment(raw, today=today, now=now)


def opened(token, now=NOW):
    return keeping.open_own(token, now=now)


def changes(token, today):
    kept = opened(token)
    return keeping.what_changed(kept, advise(kept.raw, today=today).assessment)


def by_label(told):
    return {row.label: row for row in told.figures}


@pytest.fixture
def token(seeded):
    return save()


# Sealed


def test_a_link_holds_128_random_bits(seeded):
    links = {save() for _ in range(20)}

    assert len(links) == 20
    assert {len(link) for link in links} == {22}


def test_the_link_opens_what_was_saved(token):
    kept = opened(token)

    assert kept.raw == RAW
    assert (kept.saved_on, kept.as_of) == (TODAY, TODAY)
    assert kept.record.edition == SiteEdition.current().token


def test_the_database_alone_tells_neither_the_link_nor_what_is_in_it(token):
    keeping.share(opened(token), token)
    kept = opened(token)

    rows = json.dumps(list(SavedAssessment.objects.values()), default=str)

    assert token not in rows
    assert kept.helper_token not in rows
    for told in ("31234", "equal_principal", "2026-08-15", "weilidai", kept.figures["payoff"]):
        assert told not in rows


@pytest.mark.parametrize("wrong", ["", "x", "A" * 22, "0" * 10_000, "借", "\x00", "../..", "None"])
def test_nothing_else_opens_anything(token, wrong):
    assert opened(wrong) is None
    assert keeping.open_shared(wrong, now=NOW) is None
    assert opened(token[:-1]) is None
    assert opened(token + "=") is None
    assert opened(token.swapcase()) is None


def test_the_digest_that_the_database_holds_opens_nothing(token):
    assert opened(SavedAssessment.objects.get().digest) is None


def test_what_was_sealed_otherwise_opens_nothing(token):
    keeping.share(opened(token), token)
    helper = opened(token).helper_token

    SavedAssessment.objects.update(sealed="sealed otherwise")
    assert keeping.open_shared(helper, now=NOW) is None
    SavedAssessment.objects.update(helper_key="sealed otherwise")
    assert keeping.open_shared(helper, now=NOW) is None
    assert opened(token) is None


# For its time


def test_it_opens_for_thirty_days_and_no_longer(token):
    assert opened(token, LAST_MOMENT)
    assert opened(token, NOW + timedelta(days=30)) is None


def test_it_can_be_kept_once_more_as_long_and_only_once(token):
    first = keeping.extend(opened(token), now=NOW)
    second = keeping.extend(opened(token), now=NOW)

    assert (first, second) == (True, False)
    assert opened(token).record.extended
    assert opened(token, LAST_MOMENT + timedelta(days=30))
    assert opened(token, NOW + timedelta(days=60)) is None


def test_what_has_expired_can_not_be_extended(token):
    assert not keeping.extend(opened(token), now=NOW + timedelta(days=30))


def test_what_is_deleted_is_gone_and_nothing_brings_it_back(token):
    kept = opened(token)

    keeping.delete(kept)

    assert not keeping.extend(kept, now=NOW)
    keeping.share(kept, token)
    keeping.stop_sharing(kept)
    assert opened(token) is None
    assert not SavedAssessment.objects.exists()


def test_saving_leaves_the_pages_that_visitors_share(token):
    edition = SiteEdition.current().token

    keeping.extend(opened(save()), now=NOW)

    assert SiteEdition.current().token == edition


def test_purging_deletes_what_has_expired_and_nothing_else(token, monkeypatch):
    monkeypatch.setattr(keeping, "BATCH", 2)
    for _ in range(5):
        save(now=NOW - timedelta(days=1))

    early = keeping.purge(now=NOW)
    purged = keeping.purge(now=LAST_MOMENT)
    again = keeping.purge(now=LAST_MOMENT)

    assert (early, purged, again) == (0, 5, 0)
    assert opened(token)


# For a helper


def test_a_helper_reads_the_same_by_another_link(token):
    keeping.share(opened(token), token)
    helper = opened(token).helper_token

    shared = keeping.open_shared(helper, now=NOW)

    assert shared.raw == RAW
    assert len(helper) == 22
    assert opened(helper) is None
    assert keeping.open_shared(token, now=NOW) is None


def test_sharing_again_keeps_the_link_until_it_is_taken_back(token):
    keeping.share(opened(token), token)
    first = opened(token).helper_token
    keeping.share(opened(token), token)
    same = opened(token).helper_token

    keeping.stop_sharing(opened(token))
    none = opened(token).helper_token
    keeping.share(opened(token), token)

    assert (same, none) == (first, None)
    assert keeping.open_shared(first, now=NOW) is None
    assert opened(token).helper_token != first


def test_a_helpers_link_ends_with_the_owners(token):
    keeping.share(opened(token), token)
    helper = opened(token).helper_token

    assert keeping.open_shared(helper, now=LAST_MOMENT)
    assert keeping.open_shared(helper, now=NOW + timedelta(days=30)) is None
    keeping.delete(opened(token))
    assert keeping.open_shared(helper, now=NOW) is None


def test_a_helper_has_a_link_and_its_key_or_neither(token):
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedAssessment.objects.update(helper_digest="0" * 64)


# What changed since


def test_nothing_has_changed_on_the_same_day(token):
    told = changes(token, TODAY)

    assert (told.days, told.rules, told.changed) == (0, (), ())


def test_days_that_passed_are_told_as_such(token):
    told = changes(token, date(2026, 12, 2))

    overdue = by_label(told)["逾期天数"]
    assert told.days == 10
    assert (overdue.before, overdue.now, overdue.by_days) == (99, 109, 10)
    assert not told.has_rules
    assert not told.has_method
    assert all(row.by_days == row.now - row.before for row in told.figures)


def test_an_answer_that_names_its_day_stays_on_it(seeded):
    token = save({**RAW, "as_of": "2026-11-22"})

    told = changes(token, date(2026, 12, 2))

    assert (told.days, told.changed) == (0, ())


def with_a_new_multiplier(since, value="1.4"):
    product = LoanProduct.objects.get(slug="weilidai")
    term = product.terms.get(key="penalty_multiplier")
    if since == term.effective_from:
        type(term).objects.filter(pk=term.pk).update(value=Decimal(value))
    else:
        new.make_term(
            product=product, key="penalty_multiplier", value=Decimal(value), effective_from=since
        )
    SiteEdition.renew()


def test_a_rule_that_begins_between_is_told_apart_from_the_days(token):
    unchanged = by_label(changes(token, date(2026, 12, 2)))["其中罚息"]
    with_a_new_multiplier(date(2026, 12, 1))

    told = changes(token, date(2026, 12, 2))

    penalty = by_label(told)["其中罚息"]
    assert [(row.label, row.effective_from) for row in told.rules] == [
        ("微粒贷的罚息倍数", date(2026, 12, 1))
    ]
    assert (penalty.by_days, penalty.by_method) == (unchanged.by_days, 0)
    assert penalty.by_rules < 0
    assert told.has_rules


def test_a_rule_that_was_corrected_for_the_day_itself_is_told_as_a_rule(token):
    first_day = current_rulebook().product("weilidai").terms["penalty_multiplier"].values[0]
    with_a_new_multiplier(first_day.effective_from)

    told = changes(token, TODAY)

    penalty = by_label(told)["其中罚息"]
    assert told.days == 0
    assert [row.label for row in told.rules] == ["微粒贷的罚息倍数"]
    assert penalty.by_rules == penalty.now - penalty.before < 0


def test_what_the_site_itself_computes_otherwise_is_told_as_such(token):
    kept = opened(token)
    kept.figures["payoff"] = str(Decimal(kept.figures["payoff"]) - 1)

    told = keeping.what_changed(kept, advise(kept.raw, today=TODAY).assessment)

    payoff = by_label(told)["全部结清要"]
    assert (payoff.by_method, payoff.by_days, payoff.by_rules) == (Decimal(1), 0, 0)
    assert told.has_method


@pytest.mark.parametrize("day", [date(2026, 11, 22), date(2026, 12, 16), date(2027, 11, 1)])
def test_the_causes_add_up_to_the_difference(token, day):
    with_a_new_multiplier(date(2026, 12, 1))

    told = changes(token, day)

    for row in told.figures:
        assert row.before + row.by_days + row.by_rules + row.by_method == row.now


def test_answers_that_the_stored_rules_refuse_are_not_compared(token):
    kept = opened(token)
    now = advise(kept.raw, today=TODAY).assessment
    kept.raw["loans"][0]["principal"] = "1"

    assert keeping.what_changed(kept, now) is None


# At once


def at_once(*deeds):
    """What each of the deeds gave or raised, begun at the same moment."""
    together, done = Barrier(len(deeds)), []

    def run(deed):
        together.wait()
        done.append(deed())
        connection.close()

    threads = [Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done


@pytest.fixture
def waiting(transactional_db):
    """One saved assessment, seen as several requests see it that come at once."""
    record = SavedAssessment.objects.create(
        digest="0" * 64, sealed="sealed", expires_at=NOW + timedelta(days=30)
    )
    return keeping.Kept(record, {}, TODAY, TODAY, {}, {}, None)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer anyway")
def test_of_several_who_extend_at_once_one_does(waiting):
    done = at_once(*[lambda: keeping.extend(waiting, now=NOW)] * 4)

    assert sorted(done) == [False, False, False, True]
    assert SavedAssessment.objects.get().expires_at == NOW + timedelta(days=60)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer anyway")
def test_deleting_wins_over_whatever_comes_at_once(waiting):
    at_once(
        lambda: keeping.extend(waiting, now=NOW),
        lambda: keeping.delete(waiting),
        lambda: keeping.share(waiting, "A" * 22),
        lambda: keeping.stop_sharing(waiting),
    )

    assert not SavedAssessment.objects.exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer anyway")
def test_of_two_who_share_at_once_one_link_comes(waiting):
    at_once(*[lambda: keeping.share(waiting, "A" * 22)] * 3)

    record = SavedAssessment.objects.get()
    assert all([record.helper_digest, record.helper_key, record.helper_link])
