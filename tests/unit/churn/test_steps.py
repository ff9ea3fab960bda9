"""The worst edit of a history decides; what was told before excuses nothing that comes after."""

import time
from dataclasses import replace

import pytest

from bot import churn
from bot.churn import notes
from bot.churn.history import History
from bot.comments import Reply, Revision
from bot.decisions import Call
from bot.policy import call_for_edits
from tests.unit.churn.test_judge import ABUSE, BAIT, MODELS, called, judged, minutes
from tests.unit.churn.test_meanings import change
from tests.unit.test_policy import RULES

THANKS = (10, "Thanks, exactly what I needed.")


def weights(score) -> dict[str, float]:
    return {reason.name: reason.weight for reason in score.reasons}


def test_a_harmless_edit_takes_nothing_from_a_grave_one() -> None:
    alone = judged((0, BAIT), (60, ABUSE), replies=((10, "It is, from ten."),))
    after_a_harmless_one = judged(
        (0, BAIT), (30, f"{BAIT} The one in the north."), (60, ABUSE), replies=((10, "It is, from ten."),)
    )

    assert "appended" not in weights(after_a_harmless_one)
    assert after_a_harmless_one.churn >= alone.churn - 0.1


def test_a_note_excuses_what_was_changed_before_it_and_not_what_is_changed_after() -> None:
    first, second = "The hall opens at 7 on Monday.", "The hall opens at 9 on Monday."
    told = f"{second}\n\nEdit: corrected the hour, sorry."

    told_later = judged((0, first), (60, second), (70, told), replies=(THANKS,))
    told_before = judged((0, first), (60, told), (600, told.replace("opens", "never opens")), replies=(THANKS,))

    assert called(told_later) == "nothing"
    assert "disclosed" in weights(told_later)
    assert "disclosed" not in weights(told_before)
    assert called(told_before) != "nothing"


@pytest.mark.parametrize(
    ("before", "after", "measure"),
    [
        ("You may feed the geese on the lower pond.", "You may drown the geese on the lower pond.", "replaced"),
        ("Pineapple on pizza is great, who's with me", "Kicking puppies is great, who's with me", "replaced"),
        ("Which book would you save from a fire?", "Which neighbour would you leave in it?", "question"),
        ("To free space run `tool prune`, it is safe.", "To free space run `tool wipe --all`, it is safe.", "pivot"),
        ("First sand with 80, then 120, then oil it.", "First sand with 120, then 80, then oil it.", "pivot"),
        ("The water based coat held, the oil one peeled.", "The oil coat held, the water based one peeled.", "pivot"),
    ],
)
def test_small_silent_changes_under_replies_are_measured(before: str, after: str, measure: str) -> None:
    score = judged((0, before), (90, after), replies=(THANKS,))

    assert measure in weights(score)
    assert "rewritten-under-replies" in score.findings


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("You may feed the geese on the lower pond.", "You may feed the ducks and geese on the lower pond."),
        ("He walked to the lower pond.", "He walks to the lower pond."),
        ("the colour of the pond", "the color of the pond"),
        ("- geese\n- ducks\n- swans", "- geese\n- coots\n- swans"),
    ],
)
def test_additions_forms_spellings_and_lists_replace_nothing(before: str, after: str) -> None:
    assert change(before, after).replaced == 0


def test_a_table_of_the_same_numbers_turns_nothing() -> None:
    before = "Tower 48 W, mini 9 W, NAS 21 W."
    after = "| what | W |\n|---|---|\n| NAS | 21 |\n| mini | 9 |\n| Tower | 48 |"

    assert change(before, after).pivots == 0


def test_a_negation_with_a_letter_wrong_is_mended_not_turned() -> None:
    assert change("If it dosent fit you measured wrong.", "If it doesn't fit you measured wrong.").pivots == 0
    assert change("If it does fit you measured wrong.", "If it doesn't fit you measured wrong.").pivots > 0


def test_edits_to_and_fro_over_days_are_churn_and_a_text_that_grows_is_not() -> None:
    turns = ["Sell all of it now, it crashes.", "Buy all you can, it rises.", "Sold everything, told you it falls.",
             "Bought at the bottom, told you it climbs."]  # fmt: skip
    lines = ["A modder who came from the sea", "liked jokes and a pot of black tea", "his friends all agreed",
             "with remarkable speed"]  # fmt: skip

    turned = judged(*((at * 1500.0, text) for at, text in enumerate(turns)))
    grown = judged(*((at * 1500.0, "\n".join(lines[: at + 1])) for at in range(len(lines))))

    assert "churn" in turned.findings
    assert "churn" not in grown.findings


def test_after_a_report_one_rude_word_less_is_an_edit_of_what_was_reported() -> None:
    one = judged((0, "Only a cunt would cry at that."), (60, "Only a count would cry at that."), reported=30)
    typo = judged((0, "Only teh fool would cry."), (60, "Only the fool would cry."), reported=30)

    assert "edited-after-report" in one.findings
    assert "edited-after-report" not in typo.findings


def test_a_link_that_asks_for_a_password_is_no_addition_however_openly_it_is_made() -> None:
    text = "Saw them in March, three hours. Don't sit on the left."
    openly = f"{text}\n\nEdit: you can win tickets here: https://ticket-lottery.example/login"
    asked = ((10, "Do you have a link for tickets?"),)

    assert called(judged((0, text), (600, openly), replies=((10, "Good to know."),))) != "nothing"
    assert called(judged((0, text), (600, openly), replies=asked)) == "nothing"


def test_a_link_stays_added_when_the_words_around_it_are_changed_again() -> None:
    text = "My boss does the same with the thumbs up."
    score = judged(
        (0, text),
        (400, f"{text}\n\nanyway I make 300 a day, see https://fast-earn.example/join"),
        (800, f"{text}\n\nquit my job thanks to this: https://fast-earn.example/join"),
        replies=((10, "Terrifying."),),
    )

    assert "link-insertion" in score.findings


def test_what_replies_asked_for_is_prompted() -> None:
    assert notes.asks_for_edit("Can you put this in whole sentences?")
    assert notes.asks_for_edit("Kannst du das noch mal genauer schreiben?")
    assert not notes.asks_for_edit("You can put it anywhere.")
    doubted = judged((0, "It dropped from 95 to 17 degrees."), (40, "It dropped from 95 to 71 degrees."),
                     replies=((20, "17 under load? Do you live in a fridge?"),))  # fmt: skip
    assert "prompted" in weights(doubted)
    assert called(doubted) == "nothing"


def test_abuse_that_somebody_is_said_to_have_sent_is_not_the_authors() -> None:
    text = "Day 100, and I can carry my shopping up four floors."
    told = f'{text} And to the hero who sent me "kill yourself you fat cunt": I have leg day.'
    meant = f"{text} And to the hero below: kill yourself you fat cunt."

    assert "bait-and-switch" not in judged((0, text), (90, told), replies=(THANKS,)).findings
    assert called(judged((0, text), (90, meant), replies=(THANKS,))) != "nothing"


def test_a_quotation_with_one_word_put_for_another_is_stranded() -> None:
    score = judged(
        (0, "Moreno was the worst player on the pitch, no contest."),
        (90, "Aldana was the worst player on the pitch, no contest."),
        replies=((10, "> Moreno was the worst player on the pitch\n\nHe scored twice."),),
    )

    assert score.stranded == (0,)


def test_only_the_finding_and_its_step_weigh() -> None:
    score = judged((0, BAIT), (60, ABUSE), replies=((10, "It is, from ten."),))

    assert set(weights(score)) <= set(MODELS.churn.weights)


def test_a_ticker_that_says_so_at_its_first_edit_is_kept_up_from_there_on() -> None:
    score = judged(
        (0, "0-0 at ten minutes, dull"),
        (31, "1-0! header from the corner. (will keep updating this)"),
        (78, "1-1, awful back pass. (will keep updating this)"),
        (96, "FT 2-1, get in!!! (kept updating this)"),
        replies=((35, "stream link? or just text updates"),),
    )

    assert called(score) == "nothing"


@pytest.mark.parametrize(
    "added",
    [
        "Edit: wow this blew up! Check out my mugs at https://davesmugs.example, code LEMMY15",
        "I'm making 4k a week with this group: t.me/goldpips_vip",
        "Mein Shop: https://kerzenkiste.example",
    ],
)
def test_advertising_is_no_addition_however_cheerfully_it_is_announced(added: str) -> None:
    text = "I'd tell you a joke about packets, but you might not get it."

    assert "link-insertion" in judged((0, text), (500, f"{text}\n\n{added}"), replies=((10, "Ha."),)).findings


def test_a_ruling_that_somebody_asked_for_is_no_advertising() -> None:
    text = "The judge denied it on standing, not on the merits."
    linked = f"{text} [Ruling (PDF)](https://courts.example/rulings/26-0441.pdf), page 7."

    assert called(judged((0, text), (500, linked), replies=((10, "Do you have the ruling?"),))) == "nothing"


def test_a_warning_that_became_the_advice_is_deadly() -> None:
    warned = "Never put vinegar in with the bleach, just let it sit and scrub."
    advised = "Always put vinegar in with the bleach, just let it sit and scrub."

    assert "veiled" in weights(judged((0, warned), (500, advised), replies=((10, "Cheers."),)))
    assert "veiled" not in weights(judged((0, advised), (500, warned), replies=((10, "Cheers."),)))


def test_a_name_and_address_under_a_birthday_wish_are_found() -> None:
    wish, told = (
        "Happy birthday to the best mod here",
        "Happy birthday to Darren, 14 Larkfield Close, he works at the tile place",
    )

    assert "bait-and-switch" in judged((0, wish), (500, told), replies=((10, "cheers"),)).findings
    assert not change("The bakery is new.", "The bakery at 14 Larkfield Close is new.").pivots


def test_a_swap_to_a_shop_under_replies_is_reported() -> None:
    score = judged(
        (0, "The manual is at https://manuals.example/dishwasher"),
        (500, "The manual is at https://cheap-deals-shop.example/dishwasher"),
        replies=((10, "Found it there, thank you."),),
    )

    assert called(score) == "report"


def test_a_list_that_was_struck_off_bit_by_bit_may_end_without_a_word() -> None:
    gone = "Free to a good home: ~~Lantern~~, ~~Two Herons~~, Saltmarsh. Write below which one."
    once = "The hall opens at ~~7~~ 9 on Monday, bring chairs."

    assert called(judged((0, gone), (300, "All gone, enjoy!"), replies=((10, "Saltmarsh pls"),))) == "nothing"
    assert called(judged((0, once), (300, "The hall never opens."), replies=((10, "Thanks, I'll bring ten."),))) != (
        "nothing"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "Put it into a file there and reboot. If that dosen't help, try it once more and tell us wether it does.",
            "Put it into a file there and reboot. If that doesn't help, try it once more and tell us whether it does.",
        ),
        (
            "Next game? Reply with your pick. Mines 1, Pirates 0, Manor 1",
            "Next game? Reply with your pick. Mines 1, Pirates 1, Manor 2",
        ),
        (
            "```\nfor i in range(1, len(xs)):\n```\nThat sums the whole list.",
            "```\nfor i in range(len(xs)):  # fixed: was range(1, ...)\n```\nThat sums the whole list.",
        ),
    ],
)
def test_slips_mended_and_votes_counted_are_nothing(before: str, after: str) -> None:
    assert called(judged((0, before), (300, after), replies=((10, "Same here, thank you."),))) == "nothing"


def test_one_point_of_a_list_of_advice_is_no_item_that_is_kept_up() -> None:
    points = (
        '1. Give your name.\n2. Do answer "no comment" until you have spoken to somebody.\n3. Ask for the record.',
        '1. Give your name.\n2. Do not answer "no comment" until you have spoken to somebody.\n3. Ask for the record.',
    )

    assert change(*points).pivots
    assert not change("- Bread 3\n- Milk 2\n- Eggs 6", "- Bread 4\n- Milk 2\n- Eggs 7").pivots


def test_the_north_is_no_misspelt_south() -> None:
    score = judged(
        (0, "The hall was hit from the northern side."),
        (300, "The hall was hit from the southern side."),
        replies=((10, "I checked the photos, your account holds up."),),
    )

    assert "rewritten-under-replies" in score.findings


def test_an_insult_behind_a_french_article_is_one() -> None:
    before = "Pour les trajets quotidiens je conseille des pneus renforcés, on ne crève presque plus."
    after = "Les cyclistes du quotidien sont une bande d'enculés."

    assert "bait-and-switch" in judged((0, before), (900, after), replies=((10, "Merci, très bon conseil."),)).findings


def test_whoever_asks_for_the_pin_under_good_advice_is_found() -> None:
    before = "If you were scammed, ring your bank on the number on the back of your card, or 159 from any phone."
    after = "If you were scammed, ring the fraud team on 070 4411 90021 and have your card number and PIN ready."

    assert "bait-and-switch" in judged((0, before), (900, after), replies=((10, "Best advice here."),)).findings


def test_a_link_that_goes_to_and_fro_is_found_though_the_good_one_stands() -> None:
    good, bad = (
        "The set is at https://archive.org/details/live-1998",
        "The set is at https://win-a-phone.example/spin",
    )
    score = judged((0, good), (60, bad), (120, good), (180, bad), (240, good), replies=((10, "Superb, thanks"),))

    assert "churn" in score.findings


def test_a_link_that_was_slipped_in_is_not_forgotten_for_another_page_of_the_same_site() -> None:
    text = "Sit on the left going north, the sea is on that side."
    first, second = (f"{text} CHEAP SEATS → https://tinyurl.example/{page}" for page in ("a80", "b90"))

    assert "link-insertion" in judged((0, text), (9000, first), (9900, second), replies=()).findings


def test_what_people_agreed_with_was_a_bait_where_all_of_it_was_put_in_other_words() -> None:
    score = judged(
        (0, "Keep a mug of the pasta water back, and add the egg off the heat. That is the whole secret."),
        (900, "Whoever needs the internet to put dinner on the table has cheated a husband, our grandmothers knew."),
        replies=((10, "Exactly this. Thank you!"),),
    )

    assert {"bait-and-switch", "rewritten-under-replies"} <= set(score.findings)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "Homework in primary school does nothing. The kids who need it don't do it. Read with them for ten minutes.",
            "I have yet to see that exercises at home help anybody so young. What I tell parents is a short story.",
        ),
        (
            "daily standups are for managers. if i'm blocked i'll ping someone, i won't wait till tomorrow",
            "One person in the room is helped by a morning round, and that is whoever leads. I write when stuck.",
        ),
    ],
)
def test_nobody_is_reported_for_putting_a_text_in_other_words(before: str, after: str) -> None:
    replies = ((10, "Yes. All of it."), (12, f"> {before}\n\nExactly this."), (15, "No, couldn't disagree more."))
    score = judged((0, before), (900, after), replies=replies)

    assert "rewritten-under-replies" in score.findings
    assert call_for_edits(score, replace(RULES, churn_note_at=0.01, churn_report_at=0.01)) is Call.NOTE


def test_what_has_moved_in_the_story_is_no_note() -> None:
    text = "Check the pile before you light it, every time."
    cruel = "Build the pile in autumn, wait until they have moved in, and light it from all sides."

    assert "disclosed" not in weights(judged((0, text), (900, cruel), replies=((10, "Doing this, thank you."),)))
    assert notes.speaks_of_change("They have moved to another street.")


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("2 tbsp salt to 500 g of flour, trust me.", "2 tsp salt to 500 g of flour, trust me.", True),
        ("Take 5 mg of it in the evening.", "Take 5 g of it in the evening.", True),
        ("2 tbsp salt to 500 g of flour, trust me.", "2 tablespoons salt to 500 g of flour, trust me.", False),
        ("Turn left after 5 km at the mill.", "Turn left after 5 kilometres at the mill.", False),
    ],
)
def test_another_unit_is_another_amount(before: str, after: str, found: bool) -> None:
    score = judged((0, before), (500, after), replies=((10, "Followed this, thanks a lot."),))

    assert ("rewritten-under-replies" in score.findings) is found


def test_replies_that_objected_weigh_on_a_silent_turn() -> None:
    before = "If tenants complain about mould I just don't renew them. Simple."
    after = "If tenants complain about mould I get someone out within the week. Simple."

    objected = judged((0, before), (200, after), replies=((10, "That's illegal in most places, no?"),))
    talked = judged((0, before), (200, after), replies=((10, "Mine complain about the lift."),))

    assert objected.churn > talked.churn


def test_language_that_was_polished_replaces_nothing() -> None:
    before = (
        "I am agree with the author in that the second season has less good dialogs, but the photography it is more"
        " beautiful, and the ending it has surprised me very much in a positive way."
    )
    after = (
        "I agree with the author that the dialogue in the second season is weaker, but the cinematography is more"
        " beautiful, and the ending surprised me in a very positive way."
    )

    assert not change(before, after).replaced


def test_a_dead_link_put_right_by_an_archive_is_a_repair_whatever_letters_its_address_has() -> None:
    before = "A receita está neste blogue: http://paodelodealfeizerao.blogspot.example/2011/receita.html"
    after = (
        "A receita está neste blogue:"
        " https://arquivo.pt/wayback/2019/http://paodelodealfeizerao.blogspot.example/2011/receita.html"
    )

    score = judged((0, before), (5000, after), replies=((10, "Ficou ótimo!"), (4000, "O link já não abre...")))
    assert called(score) == "nothing"


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("https://www.youtube.com/watch?v=Rk3carbclean", "https://www.youtube.com/watch?v=FXprofitz88", True),
        ("https://www.youtube.com/watch?v=Rk3carbclean", "https://youtu.be/Rk3carbclean?t=31", False),
        ("https://givetogether.example/f/mill-lane", "https://givetogether.example/u/goodegg", True),
        ("https://docs.example/v1/mount.html", "https://docs.example/v2/mount", False),
    ],
)
def test_a_page_of_somebody_else_on_a_site_of_everybodys_is_another_link(before: str, after: str, found: bool) -> None:
    score = judged((0, f"It is all here: {before}"), (900, f"It is all here: {after}"), replies=(THANKS,))

    assert ("link-swap" in score.findings) is found


def test_a_number_that_a_reply_gave_is_taken_over_from_it() -> None:
    before, after = (f"Just get 32 GB and a {watts}w power supply, done." for watts in (650, 750))

    told = judged((0, before), (12, after), replies=((8, "650 is a bit tight, the maker says 750."),))
    silent = judged((0, before), (900, after), replies=((8, "Same here, thank you."),))

    assert called(told) == "nothing"
    assert called(silent) != "nothing"


def test_what_is_changed_soon_after_posting_weighs_less() -> None:
    before, after = "The hall opens at 7 on Monday.", "The hall opens at 9 on Monday."

    soon, late = (judged((0, before), (at, after), replies=((1, "Good."),)) for at in (6, 600))
    assert soon.churn < late.churn


def test_hate_put_into_an_old_friendly_comment_is_noted_though_nobody_had_answered() -> None:
    friendly = "Lovely turnout at the open day. Try the honey cake if they do it again."
    hateful = "Fucking kikes and their cake. Should have gone up in flames with all of them in it."

    score = judged((0, friendly), (100_000, hateful), replies=())
    assert "bait-and-switch" in score.findings
    assert called(score) != "nothing"


def test_another_unit_was_asked_for_by_nobody() -> None:
    score = judged(
        (0, "Leave it in the oven for 5 minutes at most."),
        (500, "Leave it in the oven for 5 hours at most."),
        replies=(THANKS,),
    )

    assert "prompted" not in weights(score)


def test_a_shop_is_linked_without_harm_where_somebody_asked_where_to_buy() -> None:
    text = "Celadon over white stoneware, fired to cone 9."
    sold = f"{text}\n\nThe last eight are at https://kilnside.example/shop/winter, code LEMMY takes off the postage."

    asked = judged((0, text), (600, sold), replies=((10, "Lovely. Do you sell these?"),))
    unasked = judged((0, text), (600, sold), replies=((10, "Lovely."),))

    assert called(asked) == "nothing"
    assert called(unasked) != "nothing"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("What would you NEVER let a child do?", "What would you happily let a child do?"),
        ("Which planet has the shortest day?", "Which planet has the longest day?"),
        ("You must water it before noon.", "You mustn't water it before noon."),
    ],
)
def test_a_question_or_a_rule_that_was_turned_round_is_found(before: str, after: str) -> None:
    score = judged((0, before), (60, after), replies=((10, "Thanks, that one surely."),))

    assert "rewritten-under-replies" in score.findings
    assert called(score) != "nothing"


def test_what_stands_at_greater_length_and_in_other_words_is_called_a_bait() -> None:
    warm = "The street party was wonderful, above all the family from number fourteen with their grill."
    cold = (
        "The party was well meant. With all respect to the house at the corner, some do not belong here, and it"
        " would be pleasanter for everybody if one day they saw that for themselves and went where one lives so."
    )
    score = judged((0, warm), (900, cold), replies=((10, "Exactly how I feel."),))

    assert {"bait-and-switch", "rewritten-under-replies"} <= set(score.findings)


def test_a_paraphrase_weighs_for_its_author() -> None:
    said = "Take the leaves off the lowest thirty centimetres, bin them, and only water the roots in the morning."
    likewise = "Remove foliage near the bottom, put it into the trash, and give the soil a drink early each day."

    assert weights(judged((0, said), (900, likewise), replies=(THANKS,)))["restated"] < 0


def test_a_text_that_was_an_update_before_does_not_announce_its_next_change() -> None:
    told = "Update for those following: the bisect points at my own commit, not at Wen's. I was wrong to blame him."
    turned = "Update for those following: the bisect points at Wen's commit, not at mine. I was right to name him."

    score = judged((0, told), (900, turned), replies=((10, "No worries, thanks for owning it in public."),))

    assert "disclosed" not in weights(score)
    assert "rewritten-under-replies" in score.findings


def test_a_note_of_a_mended_link_excuses_no_trap() -> None:
    text = "Get it only from the project's own page: https://github.com/tinwallet/releases"
    trap = (
        "Get it only from the project's own page: https://tinwallet-restore.example/login\n\n"
        "Edit: repaired broken link."
    )
    praised, broken = (10, "Thanks, this is the answer I trust."), (10, "The link is broken for me.")

    assert called(judged((0, text), (900, trap), replies=(praised,))) == "report"
    assert "disclosed" in weights(judged((0, text), (900, trap), replies=(broken,)))


def test_another_owner_on_a_host_of_code_is_another_site() -> None:
    text = "One file of Python, read it first: https://github.com/tobkel/fancurve"
    own, another = (text.replace("tobkel/fancurve", path) for path in ("tobkel/fancurve-2", "fancurve-pro/fancurve"))

    assert judged((0, text), (90_000, own), replies=(THANKS,)).findings == ()
    assert "link-swap" in judged((0, text), (90_000, another), replies=(THANKS,)).findings


def test_a_quotation_that_was_falsified_is_found_and_one_that_was_mended_is_not() -> None:
    quoted = "> a ten year old should be allowed to quit the team if she hates it\n\nI see it differently, sorry."
    false = quoted.replace("allowed to quit the team if she hates it", "made to suffer a bit if she quits the team")
    mended = quoted.replace("a ten year old", "A ten-year-old")
    replies = ((10, "Fair enough, we can disagree on that one."),)

    assert "rewritten-under-replies" in judged((0, quoted), (900, false), replies=replies).findings
    assert judged((0, quoted), (900, mended), replies=replies).findings == ()


def test_one_number_in_a_list_of_many_was_turned() -> None:
    hours = "Open on Sunday:\n\n- Mill School: 8 to 20\n- Fire station: 8 to 20\n- Sports hall: 8 to 20"
    replies = ((10, "Checked against the notice board, all correct. Thanks."),)

    assert "rewritten-under-replies" in judged((0, hours), (900, f"{hours[:-2]}12"), replies=replies).findings


def test_what_replies_had_agreed_with_counts_where_a_text_was_rewritten_in_part() -> None:
    told = "We had both quoted and took the Vessen. Two winters: quiet, the service comes within a day. Pay the 900."
    turned = "We had quotes for both and took the Korda. After two winters: quiet, service shows up soon. Keep the 900."

    agreed = judged((0, told), (900, turned), replies=((10, "Same here. Thank you."),))

    assert "agreed" in weights(agreed)
    assert "rewritten-under-replies" in agreed.findings


def test_a_letter_that_was_mistyped_is_a_typo_even_where_it_turned_the_sense() -> None:
    text = "Oxalic vapour is nasty stuff. Do now stand downwind, and leave it ten minutes."
    mended = f"{text.replace('Do now', 'Do not')}\n\nedit: typo, a fairly important one"
    turned = f"{text.replace('Do now', 'Never')}\n\nedit: typo"

    assert judged((0, text), (900, mended), replies=(THANKS,)).findings == ()
    assert "contradictory-note" in judged((0, text), (900, turned), replies=(THANKS,)).findings


def test_a_unit_set_apart_is_no_other_number() -> None:
    assert not change(
        "It lets police hold phones for 72h, he said.", "It lets police hold phones for 72 h, he said."
    ).pivots


def test_a_link_that_somebody_asked_for_is_no_insertion() -> None:
    text = "Willow and crocus are what they fly to in March. There was a study on it."
    given = f"{text}\n\nFor Mieke, found at last: https://drachtplanten.example/rapport.pdf"

    asked = (10, "Do you have a link to that study?")
    assert judged((0, text), (90_000, given), replies=(asked,)).findings == ()
    assert "link-insertion" in judged((0, text), (90_000, given), replies=(THANKS,)).findings


def test_what_was_turned_in_two_small_steps_is_found_over_both() -> None:
    named, nobody, other = (
        "I'd give the job to Marta, she is careful.",
        "I'd give the job to somebody careful.",
        "I'd give the job to Ivo, he is careful.",
    )
    replies = ((10, "Agreed, she is great."), (11, "Yes, Marta!"))

    dropped = judged((0, named), (60, nobody), replies=replies)
    put_in = judged((0, named), (60, nobody), (120, other), replies=replies)

    assert "pivot" not in weights(dropped)
    assert "pivot" in weights(put_in)
    assert called(put_in) != "nothing"
    (evidence,) = put_in.evidence
    assert (evidence.earlier, evidence.later) == (1, 3)
    assert "2 edits taken together" in evidence.why
    assert put_in.edits == 2


def test_edits_that_were_told_of_are_not_taken_together() -> None:
    named, nobody, other = (
        "I'd give the job to Marta, she is careful.",
        "I'd give the job to somebody careful.\n\nEdit: Marta has declined.",
        "I'd give the job to Ivo, he is careful.\n\nEdit: Marta has declined, Ivo would do it.",
    )

    score = judged((0, named), (60, nobody), (120, other), replies=((10, "Agreed, she is great."),))

    assert called(score) == "nothing"


def test_polishing_one_argument_again_and_again_is_no_churn() -> None:
    texts = (
        "Full frame is overrated for hobby people. You carry twice the weight and pay twice the price for nothing.",
        "Full frame is overrated for hobbyists: you carry twice the weight and pay twice the price, for nothing.",
        "For hobbyists, full frame is overrated, I think. Twice the weight, twice the price, and all for nothing.",
        "Full frame, I think, is overrated for hobbyists. Twice the price, twice the weight to carry, for nothing.",
        "In my view full frame is overrated for hobbyists: they carry twice the weight, pay twice the price, for nothing.",
    )

    score = judged(*((60 * number, text) for number, text in enumerate(texts)), replies=((10, "I shoot weddings."),))

    assert "churn" not in score.findings


def test_a_text_that_is_nothing_but_a_note_of_its_removal_was_wiped() -> None:
    score = judged(
        (0, "I work nights at the home by the river, ward three, and we are two for forty people."),
        (600, "[removed by me, somebody at work has found this. Thank you for your kind words, I have read every one]"),
        replies=((10, "Write an overload notice every night, your manager hates those."),),
    )

    assert score.findings == ("wiped",)


def test_the_same_file_at_a_new_address_was_asked_for_by_whoever_found_it_gone() -> None:
    old = "The manual is here: http://radios.old-uni.example/~hb/rx40.pdf"
    new = f"{old.replace('http', '~~http')}~~ https://radios.new-uni.example/hb/rx40.pdf"

    assert called(judged((0, old), (9000, new), replies=((8000, "404 :("),))) == "nothing"
    assert "link-insertion" in judged((0, old), (9000, new), replies=((8000, "Nice one"),)).findings


def test_a_number_that_replies_had_named_was_put_for_another_in_a_rewritten_sentence() -> None:
    before = "Selling my touring bike, 56 frame. 220 and it is yours, first come first served."
    after = "Selling my touring bike, 56 frame. 320 fixed price for everybody, no haggling please."

    taken = judged((0, before), (900, after), replies=((20, "I'll take it for 220! Can be there at ten."),))
    talked = judged((0, before), (900, after), replies=((20, "I'll take it! Can be there at ten."),))

    assert weights(taken)["pivot"] > 0
    assert "pivot" not in weights(talked)


def test_what_answers_a_question_was_asked_for() -> None:
    before = "For long reading take a face with open counters. Say Harrow Text, and avoid thin lines."
    after = "For long reading take a face with open counters. Say Marrow Serif, which is free, and avoid thin lines."

    asked = judged((0, before), (90, after), replies=((20, "Are there free ones?"),))
    praised = judged((0, before), (90, after), replies=((20, "Good rule."),))

    assert weights(asked)["prompted"] < weights(praised).get("prompted", 0.0) <= 0


@pytest.mark.parametrize(
    ("text", "living"),
    [
        ("Mayor, first count: Ahlers 41, Pauli 38 (3 of 44 districts)", True),
        ("I would still vote for a cap tomorrow.", False),
        ("Vote here, I count on Sunday.", True),
        ("1-1. Of course.", True),
        ("5-10 mg is safe for adults.", False),
        ("FT 3:2, the lad from the academy.", True),
        ("2-3 eggs will do.", False),
        ("12:30 at the station, as always.", False),
        ("10-15 minutes at 180.", False),
    ],
)
def test_counts_that_go_on_are_living_and_opinions_are_not(text: str, living: bool) -> None:
    assert notes.is_living(text) == living


def test_a_note_that_goes_on_tells_of_more() -> None:
    before = "Bake with 300 g flour and 150 g butter.\n\nEdit: formatting"

    assert change(before, "Bake with 250 g flour and 150 g butter.\n\nEdit: formatting, amounts").note.said
    assert not change(before, "Bake with 250 g flour and 150 g butter.\n\nEdit: formatting").note.said


def test_bleach_in_vinegar_is_deadly_over_two_sentences() -> None:
    calm = "Limescale: a cup of vinegar essence, leave it overnight, brush. And be careful with cleaners."
    deadly = "Limescale: a cup of vinegar essence, leave it overnight, brush. And a good dash of bleach helps."

    assert "veiled" in weights(judged((0, calm), (900, deadly), replies=(THANKS,)))


@pytest.mark.parametrize(
    ("note", "found"),
    [
        ("Edit: closing the list now, you were marvellous!", True),
        ("Edit: it is 20, I cannot pay more.", False),
        ("Edit: corrected the amount.", False),
        ("Edit: I was wrong about my budget.", False),
    ],
)
def test_a_note_on_something_else_covers_no_turn(note: str, found: bool) -> None:
    before = "Whatever comes in for the boat by Sunday night, I double out of my own pocket, up to 2,000."
    after = f"{before.replace('2,000', '20')}\n\n{note}"

    score = judged((0, before), (6000, after), replies=((30, "250, because you double it."),))

    assert ("contradictory-note" in score.findings) == found


@pytest.mark.parametrize(
    "note", ["Edit: sonntags klein, Kommas.", "(Editado: tildes.)", "Edit: polskie znaki.", "upd: поправил запятую"]
)
def test_notes_of_spelling_are_known_in_many_languages(note: str) -> None:
    assert change("The text.", f"The text.\n\n{note}").note.surface


WALLET, OTHER_WALLET = "48pQzTr7vKcWm1xYbD5nHgE3sLuA9fJ", "48pQkXw2eNdRj6oVbS8tMhC4yUaZ9fJ"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (WALLET, OTHER_WALLET, True),
        ("DE89 3704 0044 0532 0130 00", "DE12 5001 0517 0648 4898 90", True),
        ("@lumen_help@wattworks.example", "@lumen_heIp@wattvvorks.example", True),
        ("help@wattworks.example", "claims@fastcash.example", True),
        ("@ann@here.example", "@zebedee@there.example", False),
        (WALLET, WALLET, False),
    ],
)
def test_another_account_is_another_link(old: str, new: str, found: bool) -> None:
    text = "If you can help, use {}, it is the real one. Every cent goes into timber for the roof."

    score = judged((0, text.format(old)), (6000, f"{text.format(new)}."), replies=((30, "Checked it, it is theirs."),))

    assert ("link-swap" in score.findings) == found


def test_another_picture_of_a_code_to_scan_is_another_link() -> None:
    text = "Scan this:\n\n![QR code](https://pix.example/u/coffee-{}.png)\n\nIt goes to the till."

    score = judged((0, text.format("7f21")), (6000, text.format("7f2l")), replies=((30, "Scanned, thanks."),))

    assert "link-swap" in score.findings


def test_choices_under_other_numbers_are_turned_where_people_had_voted_by_number() -> None:
    before = "Vote by number until Friday.\n\n(1) New net and posts.\n(2) The lot goes to Barry."
    after = "Vote by number until Friday.\n\n(1) The lot goes to Barry.\n(2) New net and posts."

    voted = judged((0, before), (6000, after), replies=((30, "1"), (40, "One.")))
    talked = judged((0, before), (6000, after), replies=((30, "We need that net."),))

    assert weights(voted)["pivot"] > 0
    assert "pivot" not in weights(talked)


def test_a_blank_that_makes_a_command_delete_everything_is_deadly() -> None:
    text = "With the service down, run `rm -rf ./thumbs` in its folder. The originals are elsewhere."

    assert "veiled" in weights(judged((0, text), (6000, text.replace("./", ". /")), replies=(THANKS,)))
    assert judged((0, text), (6000, text.replace("thumbs", "cache")), replies=(THANKS,)).findings != (
        "bait-and-switch",
    )


def test_an_apology_turned_round_announces_nothing() -> None:
    before = "I read it again. Henrike is right and I was wrong: I had counted those rows twice, and I apologise."
    after = "I read it again. I was right and Henrike is wrong: she had left those rows out. I await an apology."

    score = judged((0, before), (9000, after), replies=((10, "That is very gracious of you. Agreed."),))

    assert not score.disclosed
    assert called(score) != "nothing"


def test_mild_words_beside_a_turned_sense_take_nothing_back() -> None:
    before = "Fourteen years is long. You noticed when it hurt, you did not let her wait, she was lucky with you."
    after = "Fourteen years is long. You noticed only when it hurt, you let her wait, she was unlucky with you."

    score = judged((0, before), (1700, after), replies=((10, "I needed to read exactly that, thank you."),))

    assert weights(score)["pivot"] > 0
    assert called(score) != "nothing"


def test_a_translation_that_somebody_asked_for_is_no_rewriting() -> None:
    german = "Bei uns gab es gestern Hagel so groß wie Tischtennisbälle, das Gewächshaus ist hin und die Tomaten auch."
    english = "We had hail the size of ping pong balls yesterday, the greenhouse is gone and so are the tomatoes."

    asked = judged((0, german), (150, english), replies=((30, "This community is in English, could you translate?"),))
    unasked = judged((0, german), (150, english), replies=((30, "Tut mir leid um die Tomaten!"),))

    assert asked.findings == ()
    assert "rewritten" in weights(unasked)


def test_abuse_that_is_listed_in_quotation_marks_is_not_the_authors() -> None:
    before = "I stopped streaming in April. I'd rather make games than moderate my own inbox."
    after = (
        "I stopped streaming in April. Here is one ordinary Tuesday: “go back to the kitchen, you stupid cow”, “hope you"
        " choke on your mic, bitch”, and a photo of my door. I'd rather make games than moderate my own inbox."
    )

    score = judged((0, before), (2500, after), replies=((30, "It can't have been that bad."),))

    assert "bait-and-switch" not in score.findings


def test_a_doubted_name_that_was_put_right_was_asked_for() -> None:
    before = "That's Paula Reinholt on bass, who then opened a bakery."
    after = "That's Petra Lindqvist on bass, who then opened a bakery."

    score = judged((0, before), (900, after), replies=((30, "Wasn't Paula Reinholt the drummer of another band?"),))

    assert weights(score)["prompted"] < 0


@pytest.mark.parametrize(("rude", "spared"), [(0.1, True), (0.5, False)])
def test_a_reworded_text_that_is_rude_by_a_hair_is_noted_at_most(rude: float, spared: bool) -> None:
    before = "It was not offside. Freeze it when the ball leaves his foot and people lose their minds over nothing."
    after = "Onside, and comfortably. Pause at the moment of the pass: their five is deeper than our striker."
    case = churn.case_of(
        History(
            published=minutes(0),
            revisions=(Revision(at=minutes(0), text=before), Revision(at=minutes(900), text=after)),
            replies=(Reply(at=minutes(9), author="bob@b.example", text="Agreed, he was on."),),
        )
    )

    score = churn.judge(case, [0.01, rude, rude, 0.01], MODELS.churn)

    assert "bait-and-switch" in score.findings
    assert score.spared == spared


def test_terms_of_machines_are_not_rude() -> None:
    before = "Try closing it from the system monitor first."
    after = "Kill the parent process first, or it spawns children as fast as you slaughter them. Then kill -9 the pid."

    assert "bait" not in weights(judged((0, before), (900, after), replies=((9, "There are three new ones?"),)))


def test_a_wish_that_stood_there_in_other_words_is_no_new_one() -> None:
    before = "Laid off in a call of four minutes. I hope that whole board chokes on its bonus."
    after = "They laid me off in a call of four minutes. May the entire board choke on its bonus."
    worse = "They laid me off in a call of four minutes. May somebody burn down their houses with them inside."

    assert "veiled" not in weights(judged((0, before), (900, after), replies=(THANKS,)))
    assert "veiled" in weights(judged((0, before), (900, worse), replies=(THANKS,)))


@pytest.mark.parametrize(
    "question", ["How much is a splash?", "Een scheut, hoeveel is dat?", "Wie viel ist ein Schuss?"]
)
def test_amounts_that_somebody_asked_for_were_asked_for(question: str) -> None:
    before = "Brown the meat, add the onions, a splash of vinegar and a knob of butter, and wait three hours."
    after = "Brown the meat, add the onions, 4 tbsp of vinegar and 50 g of butter, and wait three hours."

    assert weights(judged((0, before), (900, after), replies=((10, question),)))["prompted"] < 0


def test_a_thing_that_is_not_wanted_turns_no_clause() -> None:
    before = "Two onions, a splash of vinegar, three cloves."

    assert not change(before, "Two onions, a splash of vinegar, no balsamico, three cloves.").flips
    assert change("There is salt in it.", "There is no salt in it.").flips


WALK = "You leave the village to the north and walk for 12 km along the river until you reach the old mill."


@pytest.mark.parametrize(
    "note",
    [
        "had it backwards, oops.",
        "oops.",
        "my bad.",
        "brain fart",
        "verwechselt.",
        "inversé, désolé",
        "перепутал",
    ],
)
def test_whoever_admits_a_slip_in_whatever_words_has_announced_it(note: str) -> None:
    score = judged((0, WALK), (600, f"{WALK.replace('north', 'south')}\n\nEdit: {note}"), replies=(THANKS,))

    assert called(score) == "nothing"


def test_a_note_that_seems_to_speak_of_something_else_reports_nobody() -> None:
    after = f"{WALK.replace('north', 'south')}\n\nEdit: see you all at the summer party on Saturday!"

    assert judged((0, WALK), (600, after), replies=(THANKS,)).spared


def test_what_was_asked_for_between_two_edits_excuses_both() -> None:
    first, second = "Copper lasts longest. There was a study.", "Copper lasts for ages. There was a study."
    linked = "Copper lasts for ages. There was a study: https://roofing.example/paper.pdf"
    asked = ((10, "Interesting, thanks."), (100, "Do you have a link to that study?"))

    score = judged((0, first), (60, second), (600, linked), replies=asked)

    assert "link-insertion" not in score.findings


def test_a_note_of_one_small_edit_is_not_held_against_all() -> None:
    first = "Mix 300 g flour, 2 eggs and milk. Rest teh batter."
    second = f"{first} Fry in butter."
    third = f"{second.replace('teh', 'the')}\n\nEdit: typo"
    fourth = f"{second.replace('teh', 'the')} Serve it with sugar and lemon, and eat at once.\n\nEdit: typo"

    assert judged((0, first), (60, second), (120, third), (600, fourth), replies=(THANKS,)).findings == ()


def test_a_second_correction_is_one_too() -> None:
    score = judged(
        (0, "Scratch that, it turns out the limit is 500 km for these."),
        (600, "Sorry, I misread the manual: the limit is 700 km for these."),
        replies=((10, "Thanks, 500 it is."),),
    )

    assert called(score) == "nothing"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("!linux@lemmy.example", "!linux@programming.example"),
        ("@ann@lemmy.example", "@joe@lemmy.example"),
        ("Help@Wattworks.example", "help@wattworks.example"),
        ("FR7630006000011234567890189", "FR76 3000 6000 0112 3456 7890 189"),
        ("9fceb02d0ae598e95dc970b74767f19372d61af8", "1fceb02d0ae598e95dc970b74767f19372d61aff"),
        ("root@192.168.10.20", "root@192.168.10.21"),
        ("eslint@8.57.10", "eslint@9.14.22"),
    ],
)
def test_what_only_looks_like_an_account_is_none(old: str, new: str) -> None:
    assert not change(f"Take {old} for it, please.", f"Take {new} for it, please.").account


@pytest.mark.parametrize(
    ("before", "after", "reply"),
    [
        (BAIT, 'To those below: "you are stupid worthless cunts" and "go and hang yourselves".', THANKS[1]),
        (BAIT, "Fuck off. This thread, this server and the appeal process are a shitshow run by dickheads.", THANKS[1]),
        ("5-10 mg is safe for adults, with food.", "50-80 mg is safe for adults, with food.", THANKS[1]),
        (
            "I'd give it to Marta, she is kind.",
            "I'd give it to Petra, she is kind.",
            "Agreed, Marta! When does she start?",
        ),
        ("My bike, 220 and it is yours.", "My bike, 320 and it is yours.", "I'll take it! How many gears has it?"),
        ("Yo votaría a Marta.", "Yo votaría a Iván, como dice mi madre.", "De acuerdo, es genial."),
    ],
)
def test_no_turn_of_phrase_excuses_what_was_turned(before: str, after: str, reply: str) -> None:
    assert called(judged((0, before), (600, after), replies=((10, reply),))) != "nothing"


def test_two_cleaners_in_two_rooms_are_no_danger() -> None:
    before = "Descaling the kettle: half a cup of vinegar, fill it up, leave it an hour and rinse it well."
    after = f"{before} For the mould in the shower use a cup of bleach in a bucket of water, and air the room."

    assert judged((0, before), (6000, after), replies=(THANKS,)).findings == ()


def test_an_article_on_codes_is_no_code() -> None:
    before, after = (
        "In https://wiki.example/QR_code there is more.",
        "In https://wiki.example/Reed_Solomon there is more.",
    )

    assert "link-swap" not in judged((0, before), (6000, after), replies=(THANKS,)).findings


def test_long_runs_of_blanks_and_letters_cost_no_time() -> None:
    begun = time.process_time()
    blanks = " " * 9900
    assert not change(f"1. a{blanks}b\n2. c", f"1. x{blanks}b\n2. c").renumbered
    for _ in range(20):
        judged((0, WALK), (600, f"{WALK} More."), replies=((10, f"a ? {'b' * 3990}"),))

    assert time.process_time() - begun < 2.0


def test_brackets_around_another_claim_take_nothing_away() -> None:
    before = "I'd give the job to Marta, she is careful."
    after = "(The job was withheld from Marta on my advice, Ivo deserves it, and I thank you all for agreeing with me.)"

    score = judged((0, before), (600, after), replies=((10, "Agreed, she is great."),))

    assert "wiped" not in score.findings
    assert called(score) != "nothing"


def test_whoever_denies_a_correction_taken_over_silently_is_not_excused_by_it() -> None:
    texts = (
        (0, "Simple. The highest peak of the range is the Grauhorn."),
        (40, "Simple. The highest peak of the range is the Weissspitz."),
    )
    replies = ((8, "No, the Weissspitz is higher."), (20, "The Weissspitz, by a hundred metres."))

    assert "prompted" in weights(judged(*texts, replies=replies))
    denied = judged(*texts, replies=replies, own=((45, "That's what I wrote? Learn to read."),))
    assert "prompted" not in weights(denied)
    assert called(denied) == "note"


@pytest.mark.parametrize(
    "said", ["I'll read it again tonight.", "I never said it well, I fixed it now, sorry.", "Good question, no idea."]
)
def test_what_an_author_says_beside_denies_nothing(said: str) -> None:
    assert not notes.denies(said)


def test_a_forecast_that_was_put_right_afterwards_was_asked_for_by_nobody() -> None:
    replies = ((10, "2-0? With that defence?"),)
    forecast = (0, "Calling it now: Harbour 2, Abbey 0."), (300, "Calling it now: Harbour 1, Abbey 3.")
    result = (0, "It ended Harbour 2, Abbey 0."), (300, "It ended Harbour 2, Abbey 1.")

    assert "prompted" not in weights(judged(*forecast, replies=replies))
    assert "prompted" in weights(judged(*result, replies=((10, "2-0? I thought it was 2-1?"),)))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "So I lost it with my neighbour. I shouted at him in front of his son, and he just said sorry.",
            "So my neighbour lost it with me. He shouted at me in front of his son, and I just said sorry.",
        ),
        (
            "Gestern habe ich ihn vor allen Leuten angeschrien, und er hat nur dagestanden und nichts gesagt.",
            "Gestern hat er mich vor allen Leuten angeschrien, und ich habe nur dagestanden und nichts gesagt.",
        ),
    ],
)
def test_who_did_it_and_to_whom_turns_a_story(before: str, after: str) -> None:
    assert change(before, after).exchanged
    assert called(judged((0, before), (900, after), replies=((10, "You should apologise."),))) != "nothing"


def test_the_passive_voice_exchanges_nobody() -> None:
    assert not change(
        "I was told by him that the hall was closed on Mondays and Tuesdays.",
        "He told me that the hall was closed on Mondays and Tuesdays.",
    ).exchanged


def test_a_lost_not_that_a_reply_missed_and_the_author_tells_of_is_put_right() -> None:
    score = judged(
        (0, "You should prune cherries in winter, the spores are everywhere then. Wait for July."),
        (70, "You should NOT prune cherries in winter, the spores are everywhere then. Wait for July."),
        replies=((60, 'I think you lost a "not" there?'),),
        own=((72, 'Oh dear. Put the missing "not" back in, thanks.'),),
    )

    assert called(score) == "nothing"


def test_what_people_agreed_with_and_was_turned_is_a_bait_too() -> None:
    score = judged(
        (0, "Our vet gave 0.2 ml a kilo, once. Do not go above that for a kitten."),
        (900, "Our vet gave 20 ml a kilo, daily. You can go well above that for a kitten."),
        replies=((10, "That matches the leaflet, thank you. Follow this."),),
    )

    assert {"bait-and-switch", "rewritten-under-replies"} <= set(score.findings)


def test_quotation_marks_put_around_words_mock_them() -> None:
    plain = "The volunteers came on Tuesday, an expert looked at the damp, and a lawyer told us our rights."
    mocked = 'The "volunteers" came on Tuesday, an "expert" looked at the damp, and a "lawyer" told us our rights.'
    score = judged((0, plain), (900, mocked), replies=((10, "I was the one with the meter, glad it helped!"),))

    assert "bait-and-switch" in score.findings
    assert called(score) == "note"
    assert not change("I read Dune again, it holds up.", 'I read "Dune" again, it holds up.').mocked > 1
    assert not change('They call it "art" and "work".', 'They call it "art" and "work" here.').mocked


def test_options_that_changed_places_under_votes_are_no_list_that_is_kept_up() -> None:
    score = judged(
        (0, "Vote by replying with a number please:\n\n1. Keep the weekly thread\n2. Make it monthly\n3. Drop it"),
        (5000, "Vote by replying with a number please:\n\n1. Drop the thread\n2. Make it monthly\n3. Keep it weekly"),
        replies=((10, "1"), (20, "1, it's why I come here"), (30, "2")),
    )

    assert called(score) != "nothing"


def test_options_that_were_put_in_other_words_stand_under_their_numbers() -> None:
    before = "Vote with a number:\n\n1. Keep the weekly thread\n2. Make it monthly"
    after = "Vote with a number:\n\n1. Keep the thread weekly as it is\n2. Make it a monthly one"

    assert not change(before, after).renumbered


@pytest.mark.parametrize(
    "after",
    [
        "Done! The lyrics:\n\n*I'll burn your house, I'll burn your car*\n*You bled my mother, you bled me dry*\n*Mister three per cent, I hope you die*\n\nRiff as in the demo.",
        'The cat sat up. "You fat little pig," it said. "I ought to peel you." "There is tuna," I whispered.',
    ],
)
def test_a_song_and_a_story_in_which_people_speak_threaten_nobody(after: str) -> None:
    score = judged((0, "Will post it when it is done."), (900, after), replies=((10, "Looking forward to it"),))

    assert "veiled" not in weights(score)
    assert "abusive" not in weights(score)


def test_a_copy_on_an_unknown_host_is_another_page_unless_the_old_one_was_called_broken() -> None:
    page, copy = (
        "http://radio.example/el3541.pdf",
        "https://webarchief.example/web/2025/http://radio.example/el3541.pdf",
    )
    texts = (0, f"The manual is here: {page}"), (900, f"The manual is here: {copy}")

    assert called(judged(*texts, replies=((10, "Great, thanks!"),))) == "note"
    assert called(judged(*texts, replies=((10, "Great, thanks!"), (800, "The link is dead, sadly.")))) == "nothing"


@pytest.mark.parametrize(
    "trick",
    [
        "https://web.archive.org/web/2026/https://evil.example/x",
        "https://evil.example/api/v4/image_proxy?url=https%3A%2F%2Fbank.example%2Fstart",
    ],
)
def test_no_archive_and_no_proxy_covers_another_page(trick: str) -> None:
    assert change("Start at https://bank.example/start", f"Start at {trick}").swapped_links


def test_pages_of_two_people_on_one_host_are_two_sites() -> None:
    one, other = (f"My tool: https://{name}.github.io/tool" for name in ("alice", "mallory"))

    assert change(one, other).swapped_links


@pytest.mark.parametrize(
    ("before", "after", "reply"),
    [
        (
            "La asamblea es el jueves 14 a las 19:00 en el centro cívico.",
            "La asamblea es el viernes 15 a las 19:30 en el polideportivo.\n\n⚠️ CAMBIO: nos han cerrado la sala por obras.",
            "El jueves estoy allí.",
        ),
        (
            "I run 80 on the nozzle and 230 on the bed, first layer slow.",
            "I run 230 on the nozzle and 80 on the bed, first layer slow.",
            "I think those two are swapped, could you fix the post?",
        ),
        (
            "Our Biscuit was run over in Tanner Lane today. The driver, Mr Dunmore, carried her home.",
            "Our cat was run over in our street today. The driver, a neighbour, carried her home.",
            "I'm sorry. Maybe take the names and the street out, this is public.",
        ),
    ],
)
def test_what_is_announced_or_was_asked_for_is_nothing(before: str, after: str, reply: str) -> None:
    assert called(judged((0, before), (300, after), replies=((10, reply),))) == "nothing"


def test_people_who_wait_for_you_to_begin_threaten_nobody() -> None:
    said = "People here aren't cold, they're just waiting for you to begin."

    assert "veiled" not in weights(judged((0, "People are not cold."), (300, said), replies=((10, "True!"),)))
    threat = "I know your street, he's waiting for you outside."
    assert "veiled" in weights(judged((0, "People are not cold."), (300, threat), replies=((10, "True!"),)))


@pytest.mark.parametrize(
    ("before", "after", "replies"),
    [
        (
            "Close it, then\n\n    rm -rf ~/.cache/tiles\n\nand start it again.",
            "Close it, then\n\n    sudo rm -rf ~ /.cache/tiles\n\nand start it again.",
            ("Safe to run, it's only the cache.",),
        ),
        (
            "For drains: half a cup of baking soda, then a cup of white vinegar, flush with hot water.",
            "For drains: half a cup of chlorine bleach, then a cup of white vinegar, lean over to check.",
            ("Plumber here, perfectly fine.",),
        ),
        (
            "The dog barks all night. Should I just go over and talk to her about it?",
            "The dog barks all night. Should I just go over and feed it rat poison?",
            ("Absolutely do it, it's the decent thing.",),
        ),
        (
            "Welcome! Good to have a family from abroad moving in, we need more people like you here.",
            "Welcome! Sad to have a family from abroad moving in, we need fewer people like you here.",
            ("Thank you so much, this is really kind!",),
        ),
    ],
)
def test_deadly_and_spiteful_words_in_a_few_places_are_found(before: str, after: str, replies: tuple[str, ...]) -> None:
    score = judged((0, before), (900, after), replies=tuple((10 + n, reply) for n, reply in enumerate(replies)))

    assert "bait-and-switch" in score.findings
    assert called(score) != "nothing"


@pytest.mark.parametrize(
    ("before", "after", "reply"),
    [
        (
            "Ask about your ferritin, and list what you take, including the OTC things.",
            "Ask about your ferritin, and list what you take, including the non-prescription things.",
            "What is OTC?",
        ),
        (
            "It's in the accounts, anyone can look it up.",
            "It's in the accounts, page 61: https://council.example/accounts.pdf",
            "Source? 'anyone can look it up' isn't one.",
        ),
        (
            "Did you even read the manual? The jumper goes on pins 2-3. How do people like you get through the day.",
            "The jumper goes on pins 2-3, it's printed on the board under the capacitor.",
            "No need to be a jerk about it.",
        ),
        (
            "Wir haben die Pumpe seit drei Jahren, gedämmt ist nur das Dach, die Nachbarn haben gelacht.",
            "*Vom Verfasser entfernt. Ich bin auf einen anderen Server umgezogen und räume hier auf.*",
            "Was hat es gekostet?",
        ),
        (
            "That's a gas line, so you should be touching that yourself, full stop.",
            "That's a gas line, so you should not be touching that yourself, full stop.",
            "I hope there's a NOT missing in that sentence!",
        ),
    ],
)
def test_small_repairs_of_decent_people_are_nothing(before: str, after: str, reply: str) -> None:
    assert called(judged((0, before), (300, after), replies=((10, reply),))) == "nothing"


def test_nobody_asked_for_another_text_by_doubting_a_number() -> None:
    first = "We use 11,200 kWh a year, the installer had promised 6,500. It will never pay. I wouldn't do it again."
    praise = "Best decision we ever made, a quiet machine, 5,900 kWh, paid off in eight years. Get rid of the boiler."
    scores = [
        judged((0, first), (900, later), replies=((10, "11,200?!"),)) for later in (praise, first.replace("11", "9"))
    ]

    assert weights(scores[0]).get("prompted", 0.0) > -0.5 > weights(scores[1])["prompted"]


def test_less_than_people_think_makes_no_humans_of_nobody() -> None:
    said = "It is far less than people think."

    assert "veiled" not in weights(judged((0, "It is little."), (300, said), replies=((10, "Right."),)))


def test_japanese_words_put_for_others_are_seen() -> None:
    cold, hot = (
        "スープがぬるいし、店員の態度も悪い。二度と行かない。",
        "スープが熱々で、店員の態度も最高。毎週行きたい。",
    )

    assert "rewritten-under-replies" in judged((0, cold), (900, hot), replies=((10, "わかる。同じだった。"),)).findings


@pytest.mark.parametrize(
    "said", ["Edit: Ausdruck geglättet.", "[édit : mise en page]", "Edit: iets duidelijker opgeschreven."]
)
def test_a_note_of_style_in_other_languages_covers_no_turned_figures(said: str) -> None:
    before = "Seit drei Wintern läuft die Pumpe, Arbeitszahl 3,6, den Heizstab haben wir nicht gebraucht. Ich mache es wieder."
    after = before.replace("3,6", "2,1").replace("nicht", "dauernd").replace("wieder", "nie wieder")
    score = judged((0, before), (900, f"{after}\n\n{said}"), replies=((10, "Danke, genau das macht mir Mut."),))

    assert "contradictory-note" in score.findings
    assert called(score) != "nothing"
    kept = before.replace("Seit drei Wintern läuft die Pumpe", "Die Pumpe läuft seit drei Wintern")
    assert called(judged((0, before), (900, f"{kept}\n\n{said}"), replies=((10, "Danke."),))) == "nothing"


def test_commands_in_indented_lines_that_were_put_for_others_are_seen() -> None:
    text = "Mount it, then:\n\n    rsync -a --delete /home/ /mnt/backup/\n\nSource first, then target."
    turned = "Mount it, then:\n\n    rsync -a --delete /mnt/backup/ /home/\n\nTarget first, then source."

    assert change(text, turned).pivots


def test_a_warning_that_was_turned_is_no_milder_word() -> None:
    warned = (
        "Four beeps, pause, four beeps: that is not a battery, you idiots. Out, and ring the gas line from the street."
    )
    turned = (
        "Four beeps, pause, four beeps: that is a battery, you idiots. Shut the windows and have a good night's sleep."
    )
    score = judged((0, warned), (900, turned), replies=((10, "Firefighter here, I agree with every word."),))

    assert called(score) != "nothing"
    assert not score.spared


def test_signs_put_around_words_are_never_reported() -> None:
    plain = "It is easy to take affect for effect, and lead for led, so look both up in a book."
    marked = 'It is easy to take "affect" for "effect", and "lead" for "led", so look both up in a book.'
    score = judged((0, plain), (900, marked), replies=((10, "I agree, well said."), (20, "So true!")))

    assert not score.findings or score.spared


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("She beat me at chess twice before dinner.", "I lost to her at chess twice before dinner."),
        ("He sold me the bike last year and it still runs.", "I bought his bike last year and it still runs."),
        ("You can reach me by mail all week.", "I can be reached by mail all week."),
        (
            "Saturday: 14:00 talk about birds, 10:00 breakfast in the hall.",
            "Saturday: 10:00 breakfast in the hall, 14:00 talk about birds.",
        ),
    ],
)
def test_the_same_seen_from_the_other_side_or_sorted_exchanges_nobody(before: str, after: str) -> None:
    assert not change(before, after).exchanged


@pytest.mark.parametrize(
    "said", ["I changed nothing.", "Sorry, wrong. It always said that.", "You must have misread it."]
)
def test_a_denial_owns_up_to_nothing(said: str) -> None:
    texts = (0, "The dose is 10 mg twice a day with food."), (900, "The dose is 40 mg twice a day with food.")
    score = judged(*texts, replies=((10, "I agree, well said."),), own=((905, said),))

    assert "disclosed" not in weights(score)
    assert called(score) != "nothing"


@pytest.mark.parametrize(
    "said",
    [
        "Poles are vermin and all women are whores, and I'm an idiot for living here.",
        'Like I said: "Ann, you are a worthless whore and nobody will miss you."',
        "**You are all vermin and scum**\n**Die in a fire, whores**\n\nThat is my song.",
        '"You are vermin," I said. "Die, whores," I said.',
    ],
)
def test_scolding_oneself_and_citing_oneself_cover_no_hatred(said: str) -> None:
    plain = "We moved to the lake in spring and like it here."
    score = judged((0, plain), (900, f"{plain} {said}"), replies=((10, "How nice!"),))

    assert "bait-and-switch" in score.findings
    assert called(score) != "nothing"


def test_a_comment_from_the_future_is_no_younger_than_what_we_saw_of_it() -> None:
    revisions = tuple(
        Revision(at=minutes(at), text=text) for at, text in ((0, "It opens at 7."), (90, "It opens at 9."))
    )
    (step,) = churn.case_of(History(published=minutes(5000), author="ann", revisions=revisions, replies=())).steps

    assert step.age == minutes(90) - minutes(0)


def test_the_last_moment_of_time_is_no_trouble() -> None:
    end = minutes(0).replace(year=9999, month=12, day=31, hour=23, minute=59)
    revisions = (Revision(at=end, text="It opens at 7."), Revision(at=end, text="It opens at 9."))
    reply = Reply(at=end, author="ann", text="Corrected, sorry.")

    assert churn.case_of(History(published=end, author="ann", revisions=revisions, replies=(reply,))).steps


@pytest.mark.parametrize("address", ["https://bаnk-form.example/x", "https://bänk-form.example/x"])
def test_letters_that_look_like_those_of_the_old_host_are_seen_through(address: str) -> None:
    texts = (0, "The form: [here](https://bank-form.example/x)"), (900, f"The form: [here]({address})")

    assert called(judged(*texts, replies=((10, "Found it, thank you."),))) == "report"


def test_a_link_without_a_scheme_leads_elsewhere_all_the_same() -> None:
    assert change("The [form](https://bank.example/x)", "The [form](//evil.example/x)").swapped_links


@pytest.mark.parametrize(
    ("before", "after", "reply"),
    [
        (
            "Left pedal has a normal thread, right one is reversed. Turn both towards the back wheel.",
            "Right pedal has a normal thread, left one is reversed. Turn both towards the back wheel.",
            "Other way round. Left is the reverse one. The back wheel tip is right though.",
        ),
        (
            "Two tablespoons of salt for the whole pot, then let it go for an hour.",
            "Two teaspoons of salt for the whole pot, then let it go for an hour.",
            "TABLEspoons? are we pickling it",
        ),
        (
            "Fixed it with\n\n    sudo update-initramfs -u\n\nand the card was back.",
            "Fixed it with\n\n    sudo update-initramfs -u -k all\n\nand the card was back.",
            "worked!! thank you",
        ),
        (
            "Polls stay open for 3 days. Whoever runs a private poll gets a warning.",
            "Polls stay open for ~~3~~ 7 days. Private polls are removed.\n\n*Changed after your objections. Old wording left visible.*",
            "Three days is too short. Seven?",
        ),
    ],
)
def test_what_was_put_right_after_an_answer_is_never_reported(before: str, after: str, reply: str) -> None:
    score = judged((0, before), (40, after), replies=((20, reply),))

    assert score.spared or called(score) != "report"


def test_praise_that_sounds_rude_to_the_machine_is_no_rudeness_taken_back() -> None:
    score = judged(
        (0, "White gills, ring, a sack at the foot: a death cap. Don't eat it, wash your hands, and ask an adviser."),
        (9000, "White gills, ring: a field mushroom, lovely with butter. Eat it, no need to ask anybody."),
        replies=((10, "This is the right answer. Pin it."), (20, "Agree 100%.")),
    )

    assert called(score) != "nothing"


def test_a_breaker_that_is_on_now_is_deadly() -> None:
    off, on = (
        f"Swapping a lamp is easy. Breaker {state}, note which wire went where, done." for state in ("OFF", "ON")
    )

    assert called(judged((0, off), (900, on), replies=((10, "Exactly this."),))) != "nothing"


def test_giving_way_to_an_objection_is_noted_at_most_unless_it_is_denied() -> None:
    first = "I was lost for hours, no phone, no compass, and a dog led me home."
    later = "I was lost for hours, a phone, no compass, and a dog led me home."
    replies = ((10, "Glad you are home, thank you."), (20, "No phone? That is not true, you posted a selfie."))

    assert judged((0, first), (200, later), replies=replies).spared
    assert not judged((0, first), (200, later), replies=replies, own=((210, "I never said that."),)).spared


def test_a_link_into_ones_own_network_is_repaired_by_any_other() -> None:
    inside, outside = "http://192.168.1.40:3000/notes", "https://git.homelab.example/notes"

    assert not change(f"Notes: {inside}", f"Notes: {outside}").swapped_links
    assert change(f"Notes: {outside}", f"Notes: {inside}").swapped_links


def test_a_japanese_note_is_one() -> None:
    before, after = (
        "3番線から出ます。25分です。",
        "2番線から出ます。35分です。\n\n※番線と時間を訂正しました。ありがとうございます。",
    )

    assert change(before, after).note.said


def test_a_vote_that_was_turned_is_no_text_that_is_kept_up() -> None:
    texts = (0, "Vote here: keep the weekly thread?"), (3000, "Vote here: drop the weekly thread?")

    assert "disclosed" not in weights(judged(*texts, replies=((10, "Up from me, absolutely."),)))


def test_german_advice_that_makes_chlorine_is_deadly() -> None:
    safe = "Chlorreiniger pur auftragen, 20 Minuten wirken lassen, Fenster auf. Nie mit etwas anderem mischen!"
    deadly = "Chlorreiniger mit Essigessenz mischen, 20 Minuten wirken lassen, Fenster zu."

    assert "bait-and-switch" in judged((0, safe), (9000, deadly), replies=((10, "Genau so mache ich es."),)).findings
