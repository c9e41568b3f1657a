from dedup.cases.commands import HandOver, Keep, Reopen, TakePosition
from dedup.cases.desk import Desk
from dedup.cases.outcomes import Said
from dedup.projector.fitting import Label, decided_pairs, fit_model
from dedup.projector.loading import fill
from dedup.projector.matching import Matching
from matchers import Calibration, Model
from tests.dedup.projector.test_projector import HOME, HOST, PAIR, log_with_a_double, project
from tests.examples import minutes_later


def test_a_standing_agreement_is_a_label_and_a_reopened_one_is_none() -> None:
    log = log_with_a_double()
    project(log)
    desk = Desk(log, lambda: minutes_later(1))
    assert decided_pairs(log) == []
    desk.carry_out(PAIR, TakePosition("li", "left", Said("host_keeps")))
    assert decided_pairs(log) == []
    desk.carry_out(PAIR, TakePosition("zhao", "right", Said("host_keeps")))
    left, right = sorted((HOME.stream_id, HOST.stream_id))
    assert decided_pairs(log) == [Label(left, right, same=True)]
    desk.carry_out(PAIR, Keep("li", "left"))
    desk.carry_out(PAIR, HandOver("zhao", "right"))
    desk.carry_out(PAIR, Reopen("li", "left", "again"))
    assert decided_pairs(log) == []


def test_a_case_that_nobody_could_decide_teaches_nothing() -> None:
    log = log_with_a_double()
    project(log)
    desk = Desk(log, lambda: minutes_later(1))
    desk.carry_out(PAIR, TakePosition("li", "left", Said("cannot_tell")))
    desk.carry_out(PAIR, TakePosition("zhao", "right", Said("cannot_tell")))
    assert decided_pairs(log) == []


def test_fitting_few_registrations_with_few_decisions_keeps_the_shipped_weights_nearly() -> None:
    log = log_with_a_double()
    matching = Matching(Model.default())
    fill(log, matching, log.head())
    fit = fit_model(log, matching)
    assert fit.model.calibration == Calibration()
    assert fit.model.roll_size == 3
    shipped, fitted = Model.default().weights["phone"], fit.model.weights["phone"]
    assert all(abs(fitted[level][0] - shipped[level][0]) < 0.02 for level in shipped)
    assert matching.fingerprint == Model.default().fingerprint
