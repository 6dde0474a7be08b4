"""Every attack, and where it is shown what stands against it.

A proof is a test by its file and name. Those of `deeds` run by both carriers; the rows that name
other tests rest on what those show by one carrier, or at the lane or the registry alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.security.attacks.port import BOTH, Carrier

Proofs = tuple[str, ...]

DEED = (
    "tests/security/attacks/test_published.py"
    "::test_it_is_refused_in_its_own_words_and_the_next_honest_data_is_taken"
)
_TIME = "tests/security/attacks/test_over_time.py::"
_PORT = "tests/security/attacks/test_at_the_port.py::"
_EDITED = "tests/integration/services/test_edited_cache.py::"
_LANE = "tests/integration/services/test_lane.py::"
_LOOKUP = "tests/unit/services/test_lookup.py::"
_BUNDLE = "tests/integration/bundle/test_inward.py::"
_DEPARTURES = "tests/integration/bundle/test_departures.py::"
_INGEST = "tests/integration/registry_api/test_ingest.py::"
_CEREMONY = "tests/integration/registry_ceremony/"
_HUB = "tests/security/attacks/test_by_hub.py::"
_FORGED = f"{_HUB}test_what_a_hub_forges_clears_nobody_and_nothing_is_lost"
_LINK = "tests/integration/hub_link/"
_MIRROR = "tests/integration/sync/test_hub_carriers.py::"
_LISTED = "tests/security/test_listed_devices.py::"
_PEOPLE = "tests/security/attacks/test_by_people.py::"
_STAFF = "tests/security/test_staff_list.py::"
_BROUGHT = "tests/integration/bundle/test_staff.py::"
_SIGN_IN = "tests/unit/services/test_sign_in.py::"
_TELEPHONE = "tests/unit/services/test_telephone_help.py::"
_ANSWERED = "tests/integration/registry_api/test_staff_commands.py::"
_LISTS = "tests/integration/registry_publish/test_officers.py::"
_STORED = "tests/integration/store/test_staff.py::"
_COMMANDS = "tests/integration/cli/test_roles_of_commands.py::"
_ROLES = "tests/security/test_roles.py::"
_ON_DUTY = "tests/integration/services/test_on_duty.py::"
_FOLD = "tests/unit/domain/test_order_fold.py::"
_FORMS = "tests/unit/credential/test_entry_bytes.py::"
_CENTRE = "tests/integration/registry_api/test_orders.py::"
_IT = "tests/integration/it_desk/test_it_office.py::"
_EXPORT = "tests/unit/services/test_day_export.py::"
_BOOK = "tests/unit/reports/test_book.py::"
_HELP = "tests/ui/help/test_window.py::"


@dataclass(frozen=True, slots=True)
class Attack:
    """One row. ``proofs`` are by carrier, ``here`` for what no carrier brings.

    ``later`` says with which part of the program an attack comes to be possible at all.
    """

    name: str
    network: Proofs = ()
    stick: Proofs = ()
    here: Proofs = ()
    later: str = ""

    @property
    def proofs(self) -> Proofs:
        """All of them, each once."""
        return tuple(dict.fromkeys((*self.network, *self.stick, *self.here)))

    @property
    def carriers(self) -> tuple[Carrier, ...]:
        """Those by which it can be tried."""
        both = (self.network, self.stick)
        return tuple(carrier for carrier, proofs in zip(BOTH, both, strict=True) if proofs)


def _by_both(name: str, *proofs: str, here: Proofs = ()) -> Attack:
    return Attack(name, proofs, proofs, here)


def _by_hub(name: str, *proofs: str) -> Attack:
    """What the port's own network brings."""
    return Attack(name, network=proofs)


def _here(name: str, *proofs: str) -> Attack:
    return Attack(name, here=proofs)


TABLE = (
    _by_both("arbitrary", DEED),
    _by_both("rollback", DEED),
    _by_both("freeze", DEED, f"{_TIME}test_frozen_within_its_term_it_ages_before_everybody_s_eyes"),
    _by_both(
        "fast-forward",
        f"{_TIME}test_fast_forwarded_by_a_stolen_timestamp_key_a_ceremony_brings_it_back",
        here=(
            f"{_CEREMONY}test_whole.py::test_a_lane_led_far_ahead_by_stolen_online_keys_comes_back",
        ),
    ),
    _by_both("mix-and-match", DEED),
    Attack("wrong-port", (DEED,), (DEED, f"{_BUNDLE}test_a_stick_for_another_port_names_it")),
    _by_both(
        "key compromise: timestamp",
        DEED,
        f"{_TIME}test_a_poisoned_floor_ends_at_the_key_s_life_and_goes_with_it",
    ),
    _by_both("key compromise: snapshot", DEED),
    _by_both("key compromise: status", DEED),
    _by_both("key compromise: port", DEED),
    _by_both(
        "key compromise: targets", DEED, here=(f"{_CEREMONY}test_refusals.py::test_half_signed",)
    ),
    _by_both(
        "key compromise: root",
        DEED,
        here=(f"{_CEREMONY}test_refusals.py::test_a_root_needs_the_keys_before_it_as_well",),
    ),
    _by_both(
        "key compromise: issuer",
        DEED,
        here=(
            f"{_CEREMONY}test_commands.py::test_records_are_signed_anew_when_their_key_is_revoked",
            "tests/integration/services/test_notices.py"
            "::TestDistrust::test_a_key_distrusted_by_notice_signs_nothing_newer",
            "tests/security/test_distrust.py::test_an_online_key_does_not_trust_it_again",
        ),
    ),
    _by_both("endless data", DEED),
    _by_both("extraneous root", DEED),
    _here("replayed database page", f"{_EDITED}test_an_older_page_and_record_put_back"),
    _here(
        "swapped database file",
        f"{_EDITED}test_an_older_database_file_put_back",
        f"{_EDITED}test_the_anchor_deleted_with_an_older_database_and_a_restart",
    ),
    _by_both("dropped delta", DEED),
    _here(
        "edited record",
        f"{_EDITED}test_another_body_with_its_digest",
        f"{_EDITED}test_every_byte_of_a_record_counts",
        "tests/security/test_repair.py::test_what_a_scan_has_noticed",
    ),
    _here("edited digest list", f"{_EDITED}test_anything_of_the_proof"),
    _here(
        "edited status list",
        f"{_EDITED}test_an_older_status_list_put_back",
        "tests/security/test_edited_data.py::test_a_list_of_another_id_under_this_id",
        "tests/security/test_edited_data.py"
        "::test_last_seasons_list_under_this_id_is_older_than_the_record",
    ),
    _by_both(
        "one signed type as another",
        DEED,
        here=(
            "tests/unit/credential/test_refusals.py::test_no_type_passes_for_another",
            "tests/integration/services/test_notices.py::test_another_signed_type_is_no_notice",
        ),
    ),
    Attack(
        "replayed refresh",
        network=(
            f"{_LANE}test_an_answer_to_another_question_is_not_kept",
            f"{_LANE}test_a_refresh_older_than_the_data_here_is_refused",
            "tests/security/test_edited_data.py::test_a_refresh_for_another_device",
        ),
    ),
    _here(
        "unallocated status index",
        f"{_LOOKUP}test_an_entry_that_was_never_given_out_is_unknown",
        "tests/unit/credential/test_lists.py::test_what_was_never_given_out_is_unknown_not_valid",
    ),
    _here(
        "superseded print",
        f"{_LANE}test_the_newest_record_decides",
        f"{_LOOKUP}test_a_superseded_row_put_back",
    ),
    _here(
        "guessed permit number",
        f"{_PORT}test_guessed_permit_numbers_clear_nobody",
        f"{_LANE}test_a_number_needs_the_passport",
    ),
    _here(
        "depart-then-annul reuse",
        f"{_PORT}test_departed_taken_back_and_used_again_all_three_are_told",
        "tests/integration/services/test_turn.py::test_two_minutes_and_no_longer",
        f"{_INGEST}test_an_annulled_movement_is_taken_out_whichever_came_first",
        f"{_INGEST}test_another_device_annuls_nothing_of_this_one",
    ),
    Attack(
        "replaced device key",
        network=(
            f"{_INGEST}test_a_batch_of_another_device_is_refused_whole",
            "tests/integration/registry_api/test_device_auth.py"
            "::test_a_device_cannot_speak_for_another",
            "tests/integration/registry_api/test_enrolment.py"
            "::test_keys_already_enrolled_are_refused_and_use_the_code_up_in_the_end",
        ),
        stick=(
            f"{_DEPARTURES}test_a_batch_in_another_device_s_name_is_refused",
            "tests/unit/sync/protocol/test_enrol_request.py"
            "::test_keys_of_another_cannot_be_asked_for",
            "tests/integration/registry_api/test_admission.py::test_recalled_keys_never_come_back",
            "tests/security/test_stick_enrolment.py::test_what_is_refused",
        ),
    ),
    Attack(
        "cloned lane",
        network=(f"{_INGEST}test_another_movement_under_a_taken_sequence_is_a_fork_and_kept",),
        stick=(f"{_DEPARTURES}test_a_cloned_lane_is_raised_as_a_fork_and_both_are_kept",),
    ),
    _here(
        "cut journal tail",
        "tests/security/test_journal.py::test_an_older_copy_gives_out_no_number_twice",
        "tests/integration/store/test_failures.py"
        "::test_an_emptied_journal_begins_a_new_epoch_and_is_told",
        f"{_DEPARTURES}"
        "test_a_journal_put_back_from_a_backup_takes_off_no_file_that_it_does_not_know",
    ),
    Attack(
        "differing movement under one sequence number",
        network=(f"{_INGEST}test_another_movement_under_a_taken_sequence_is_a_fork_and_kept",),
        stick=(
            f"{_DEPARTURES}test_a_cloned_lane_is_raised_as_a_fork_and_both_are_kept",
            "tests/unit/sync/engine/test_receipts.py"
            "::test_other_movements_under_our_numbers_are_a_fork_and_nothing_goes",
        ),
    ),
    Attack(
        "replayed batch",
        network=(f"{_INGEST}test_the_same_batch_again_changes_nothing_and_gets_the_same_receipt",),
        stick=(f"{_DEPARTURES}test_an_old_stick_replayed_changes_nothing",),
    ),
    _by_both(
        "forged receipt",
        f"{_PORT}test_a_forged_receipt_takes_nothing_out_of_the_outbox",
        here=("tests/security/test_journal.py::TestReceipts::test_forged",),
    ),
    *(
        _by_both(
            f"{what} restored from an old backup",
            f"{_TIME}test_what_comes_from_a_backup_is_refused_until_it_says_that_it_was_restored",
            f"{_TIME}test_a_restored_registry_that_forgot_a_revocation_lifts_none",
            here=(
                "tests/integration/cli/test_restored.py"
                "::test_after_a_restore_lanes_accept_the_registry_and_send_again",
            ),
        )
        for what in ("registry", "publisher")
    ),
    _by_both("clock ahead", f"{_TIME}test_a_clock_far_ahead_is_told_and_costs_nothing"),
    _by_both(
        "clock set back to the last stick",
        f"{_TIME}test_a_clock_set_back_to_the_last_stick_makes_nothing_fresher_than_it_is_signed",
        here=(f"{_LANE}TestClock::test_a_clock_set_back_is_noticed_and_everything_is_kept",),
    ),
    _by_both(
        "floor poisoned",
        f"{_TIME}test_a_poisoned_floor_ends_at_the_key_s_life_and_goes_with_it",
    ),
    _by_both(
        "un-revoking by a status or port role",
        DEED,
        f"{_TIME}test_a_recalled_lane_stays_so_whatever_the_role_for_bad_news_says",
        f"{_TIME}test_distrusting_a_key_brings_no_list_of_before_back",
        here=("tests/integration/services/test_notices.py::test_a_notice_never_clears",),
    ),
    Attack(
        "stolen stick",
        stick=(
            f"{_PORT}test_a_stolen_stick_names_nobody_and_opens_to_nobody",
            f"{_PORT}test_a_recalled_device_s_identity_opens_nothing_of_the_next_stick",
            "tests/integration/registry_publish/test_recall.py"
            "::test_a_recalled_device_reads_nothing_published_afterwards",
            "tests/security/test_personal_data.py::test_no_file_of_a_lane_or_stick_holds_anybody",
        ),
    ),
    _here(
        "stolen PC without its key",
        f"{_PORT}test_a_stolen_computer_without_its_key_store_is_noise",
        "tests/integration/store/test_keys.py::test_a_database_without_its_key_is_not_touched",
    ),
    Attack(
        "spoofed label",
        stick=(
            f"{_BUNDLE}test_a_label_is_compared_and_never_believed",
            "tests/unit/sync/bundle/test_label.py::test_a_spoofed_field_is_refused",
        ),
    ),
    _here(
        "brute-forced officer hashes",
        "tests/unit/services/test_passwords.py::test_what_is_usual_is_what_the_standard_recommends",
        f"{_STORED}test_a_list_is_kept_sealed_and_audited",
        f"{_LISTS}test_a_port_s_people_are_published_and_nobody_else_s",
    ),
    Attack(
        "guessed enrolment code",
        network=(
            f"{_PORT}test_an_enrolment_code_is_not_guessed_in_its_day",
            "tests/integration/registry_api/test_enrolment.py"
            "::test_wrong_codes_run_into_a_wait_that_ends",
            "tests/integration/registry_api/test_enrolment.py::test_a_code_is_good_once",
            "tests/integration/registry_api/test_enrolment.py::test_only_a_hash_of_the_code_is_kept",
        ),
    ),
    Attack(
        "fingerprint grinding",
        network=(f"{_PORT}test_a_fingerprint_is_not_ground_out",),
        stick=(
            f"{_PORT}test_a_fingerprint_is_not_ground_out",
            "tests/security/test_stick_enrolment.py"
            "::test_a_fingerprint_that_was_ground_in_part_admits_nobody",
        ),
    ),
    Attack(
        "demo root in production",
        network=(
            "tests/integration/sync/test_trust_repository.py::test_a_demo_root_is_for_demos_only",
        ),
        stick=(f"{_BUNDLE}test_a_demonstration_s_stick_is_refused",),
    ),
    _by_both(
        "missed root ceremony",
        f"{_TIME}test_a_lane_that_missed_three_ceremonies_catches_up",
        f"{_TIME}test_under_an_expired_root_look_ups_go_on_as_stale_until_the_next",
    ),
    _by_both(
        "rules that renumber port bits",
        f"{_PORT}test_signed_rules_and_settings_that_renumber_ports_change_no_bit",
        here=(
            f"{_PORT}test_no_release_gives_a_port_s_bit_to_another",
            f"{_PORT}test_a_rule_about_a_permit_s_port_bits_is_none",
        ),
    ),
    _here(
        "barcode whose suffix presses a key",
        "tests/ui/test_keys.py::test_no_shortcut_fires_from_a_scan",
        "tests/ui/test_keys.py::test_a_scan_reaches_no_widget",
        "tests/ui/test_keys.py::test_a_function_key_beside_another_key_does_not_act",
        "tests/unit/capture/test_wedge.py::test_an_officers_key_close_to_another_does_not_act",
    ),
    _by_hub(
        "hub: rewritten items",
        _FORGED,
        f"{_LINK}test_hostile.py::test_what_a_bad_hub_does_a_good_one_makes_up_for",
    ),
    _by_hub(
        "hub: items of strangers and recalled devices",
        _FORGED,
        "tests/unit/sync/client/hub/test_taking.py::test_a_recalled_device_is_heard_no_more",
        "tests/integration/hub/test_refusals.py::test_a_device_that_is_not_listed_gets_no_session",
    ),
    _by_hub(
        "hub: a batch in another's name",
        _FORGED,
        "tests/unit/sync/client/hub/test_taking.py"
        "::test_what_is_not_signed_by_the_device_it_names_is_refused_alone",
    ),
    _by_hub(
        "hub: items of another port",
        _FORGED,
        "tests/unit/sync/client/hub/test_taking.py::test_an_item_of_another_port_is_refused",
        "tests/integration/store/test_neighbours.py::TestTaking::test_of_another_port",
    ),
    _by_hub("hub: forged outcome of a case", _FORGED),
    _by_hub(
        "hub: replayed or reordered items",
        f"{_HUB}test_replayed_and_out_of_order_the_same_is_known",
        f"{_HUB}test_an_outcome_replayed_before_its_departure_answers_it_not",
        f"{_LINK}test_hostile.py::test_items_replayed_and_out_of_order_count_once",
    ),
    _by_hub(
        "hub: withheld or delayed items",
        f"{_HUB}test_what_is_withheld_is_missed",
        "tests/unit/sync/client/hub/test_taking.py"
        "::test_a_statement_that_was_held_up_is_not_heard_now",
        f"{_LINK}test_hostile.py::test_a_hub_that_keeps_nothing_loses_nothing",
        f"{_LINK}test_hostile.py::test_a_hub_that_says_to_have_everything_is_made_up_for",
    ),
    _by_hub(
        "hub: flood",
        _FORGED,
        f"{_LINK}test_hostile.py::test_a_flood_stays_within_bounds",
        f"{_LINK}test_hostile.py::test_a_stream_that_drips_is_left",
    ),
    _by_hub(
        "hub: another certificate",
        f"{_LINK}test_pinned.py::test_what_is_not_our_hub_learns_nothing",
        f"{_LINK}test_pinned.py::test_the_line_is_held_to_the_certificate",
    ),
    _by_hub(
        "hub: a listed lane's, with forged answers",
        f"{_LINK}test_hostile.py::test_what_a_bad_hub_does_a_good_one_makes_up_for",
        f"{_LINK}test_hostile.py::test_a_hub_that_says_to_have_everything_is_made_up_for",
    ),
    _by_hub(
        "hub: old or forged mirror and device list",
        f"{_MIRROR}test_an_old_mirror_brings_nothing_back",
        f"{_MIRROR}test_a_mirror_that_lies_changes_nothing_while_the_registry_is_away",
        f"{_MIRROR}test_a_stranger_s_mirror_is_not_believed",
    ),
    _by_hub(
        "listed device that lies",
        f"{_HUB}test_a_desk_of_the_port_is_believed",
        f"{_LISTED}TestOutcomes::test_of_a_case_that_nobody_opened",
        f"{_LISTED}TestOutcomes::test_for_another_permit_than_the_case_s",
        f"{_LISTED}TestOutcomes::test_for_no_finding_but_the_referral_s",
        f"{_LISTED}TestOutcomes::test_under_the_id_of_another_s_outcome_nothing_is_hidden",
        f"{_LISTED}TestOutcomes::test_a_departure_that_came_after_it_is_none_that_it_knew_of",
        f"{_LISTED}TestMovements::test_another_s_departure_is_not_taken_back",
        f"{_LISTED}TestMovements::test_under_the_id_of_another_s_departure_no_conflict_is_hidden",
    ),
    _by_hub(
        "another lane's clock far off",
        f"{_LISTED}TestOutcomes::test_a_clock_of_another_age_clears_for_no_longer_than_a_week",
        f"{_LISTED}TestMovements::test_a_return_of_the_future_hides_no_departure_after_it",
    ),
    _here(
        "people: the list of staff taken away or edited",
        f"{_PEOPLE}test_as_long_as_one_of_file_journal_and_key_is_left_somebody_signs_in",
        f"{_PEOPLE}test_with_all_three_gone_the_next_list_ends_it",
        f"{_STAFF}test_a_list_sealed_with_another_key_does_not_open",
        f"{_STAFF}test_taking_list_and_journal_away_opens_no_lane",
    ),
    _here(
        "people: an older list, or another port's",
        f"{_PEOPLE}test_an_older_list_put_back_lets_nobody_in",
        f"{_BROUGHT}test_a_stick_with_an_older_list_changes_nothing",
        f"{_BROUGHT}test_a_pack_that_is_none_of_this_port_s_changes_nothing",
        f"{_STAFF}test_a_list_that_is_not_the_one_signed_is_not_taken",
        f"{_STAFF}test_a_pack_of_a_thousand_frames_is_bounded",
    ),
    _here(
        "people: guessed passwords and codes",
        f"{_PEOPLE}test_guesses_are_counted_by_the_journal_and_wait_longer_and_longer",
        f"{_PEOPLE}test_many_guess_at_once_and_no_more_are_answered_than_one_after_the_other",
        f"{_PEOPLE}test_a_password_alone_makes_no_supervisor",
        f"{_SIGN_IN}test_whoever_guesses_is_kept_waiting_also_after_a_restart",
        f"{_SIGN_IN}test_nothing_tells_an_unknown_login_from_a_wrong_password",
    ),
    _here(
        "people: a code or an approval used again",
        f"{_PEOPLE}test_a_code_is_used_once_by_whoever_is_first",
        f"{_PEOPLE}test_an_approval_lifts_one_refusal_of_one_case_once",
    ),
    _here(
        "people: a guessed or replayed answer by telephone",
        f"{_PEOPLE}test_an_answer_is_not_guessed_and_not_used_again",
        f"{_PEOPLE}test_an_answer_for_another_port_person_case_or_key_is_wrong",
        f"{_TELEPHONE}test_a_question_lives_ten_minutes_and_five_tries",
        f"{_ANSWERED}test_nobody_else_is_answered",
        f"{_ANSWERED}test_whoever_guesses_has_to_wait",
    ),
    _here(
        "people: a stolen help key",
        f"{_PEOPLE}test_a_stolen_help_key_is_worth_nothing_once_the_port_has_another",
        f"{_LISTS}test_a_recall_is_followed_by_new_keys",
        f"{_LISTS}test_the_end_of_a_duty_is_followed_by_new_keys",
    ),
    _here(
        "people: a clock set so that somebody stays",
        f"{_PEOPLE}test_a_clock_put_back_into_the_lease_clears_nobody",
        f"{_PEOPLE}test_whom_the_telephone_let_in_is_out_after_a_shift_whatever_the_clock_is_set_to",
    ),
    _here(
        "people: a post that is locked or deserted",
        f"{_PEOPLE}test_a_locked_or_deserted_post_does_nothing_for_anybody",
        f"{_PEOPLE}test_whoever_is_taken_off_the_list_is_out_at_the_next_look",
        f"{_PEOPLE}test_what_cannot_be_read_opens_no_post_and_stops_none_for_ever",
        f"{_STORED}test_a_key_store_that_fails_later_opens_and_stops_nothing",
    ),
    _here(
        "people: commands in place of windows",
        f"{_COMMANDS}test_a_command_is_allowed_or_refused_as_the_table_says",
        f"{_COMMANDS}test_nobody_does_what_needs_a_name",
        f"{_COMMANDS}test_a_wrong_password_does_nothing_and_is_counted",
        f"{_ROLES}test_a_method_is_allowed_or_refused_as_the_table_says",
    ),
    _here(
        "people: a refusal lifted without a supervisor",
        f"{_PEOPLE}test_another_lane_lifts_a_refusal_in_a_supervisor_s_name_or_not_at_all",
        f"{_ROLES}test_a_refusal_is_lifted_by_another_supervisor_with_a_code",
        f"{_ON_DUTY}test_an_override_takes_a_supervisor_who_did_not_refer",
    ),
    _here(
        "people: a lane that forges orders",
        f"{_PEOPLE}test_a_lane_that_lies_relaxes_nothing_that_is_not_relaxed",
        f"{_PEOPLE}test_a_lane_of_the_future_orders_for_no_longer_than_others",
        f"{_PEOPLE}test_a_moved_sailing_helps_nobody_of_another_day",
        f"{_FOLD}test_under_the_id_of_another_s_order_nothing_is_hidden",
        f"{_FOLD}test_no_order_outlasts_what_its_kind_may",
        f"{_FORMS}test_a_later_format_is_told_as_such",
    ),
    _here(
        "people: departures annulled to be used again",
        f"{_PEOPLE}test_an_annulment_made_known_again_takes_back_no_later_departure",
        f"{_PEOPLE}test_nothing_that_left_long_ago_is_made_good_again",
        f"{_CENTRE}test_a_clock_ahead_annuls_nothing_that_comes_later",
    ),
    _here(
        "people: a drill that counts",
        f"{_IT}test_a_drill_answers_as_its_samples_say_and_has_no_line",
        f"{_IT}test_no_drill_begins_within_one",
    ),
    _here(
        "people: names that are formulas or pages",
        f"{_PEOPLE}test_what_is_typed_in_the_wrong_field_is_kept_nowhere",
        f"{_EXPORT}test_a_flight_s_name_is_never_a_formula",
        f"{_BOOK}test_the_csv_holds_every_number_and_no_formula",
        f"{_BOOK}test_the_workbook_has_numbers_times_and_texts",
        f"{_HELP}test_nothing_outside_is_opened",
        f"{_HELP}test_no_other_picture_is_loaded",
    ),
    _here(
        "people: who they are, in files that travel",
        f"{_PEOPLE}test_the_log_names_nobody",
        "tests/security/test_diagnostics.py::test_nothing_of_anybody_is_in_the_file",
        "tests/unit/sync/trust/test_contacts_pack.py::test_anything_else_is_refused",
        f"{_COMMANDS}test_the_standing_of_the_list_names_nobody",
    ),
)
