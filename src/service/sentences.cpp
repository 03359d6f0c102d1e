#include "service/sentences.hpp"

namespace kith::service {
namespace {

using node::Refusal;

const char* sentence_of(Refusal refusal) {
  switch (refusal) {
    case Refusal::unknown_circle:
      return "There is no such circle here; `kith circles` lists yours.";
    case Refusal::unknown_person:
      return "You know nobody by that name; `kith contacts` lists whom you know.";
    case Refusal::unknown_entry:
      return "There is no such entry here, or nothing that you hold opens it; `kith read` shows "
             "ids.";
    case Refusal::name_taken:
      return "You already use that name for another; choose one that tells them apart.";
    case Refusal::bad_name:
      return "A name has 1 to 128 bytes of plain text, without line breaks or spaces at its ends.";
    case Refusal::empty_text:
      return "There is nothing to say: the text is empty.";
    case Refusal::too_long:
      return "That is more than one entry holds (about 60 KiB of text); say it in parts.";
    case Refusal::long_note:
      return "A note has at most 1024 bytes; nothing was changed.";
    case Refusal::not_utf8:
      return "That is not valid UTF-8 text; convert it first.";
    case Refusal::bad_thing:
      return "That is not whole: its text may not be empty, a title has 1 to 256 bytes, and no "
             "list is longer than what an entry holds.";
    case Refusal::too_many:
      return "That is more than an entry can carry: at most 150 people hear it, and it answers at "
             "most 8.";
    case Refusal::answers_twice:
      return "That answers the same entry twice; name it once.";
    case Refusal::not_mine:
      return "Only its author can do that.";
    case Refusal::not_in_audience:
      return "You can only speak aside to people who hear you there; include them first.";
    case Refusal::no_face:
      return "Nothing of one of them can be handed on yet; meet by card, or sync once, first.";
    case Refusal::unknown_offer:
      return "No such introduction waits for an answer; `kith introductions` lists those that do.";
    case Refusal::bad_card:
      return "That is not a whole card; ask for it again and paste all of it, from kith: to its "
             "end.";
    case Refusal::own_card:
      return "That is your own card; hand it to someone else and take theirs.";
    case Refusal::clock_unsure:
      return "This device's clock jumped, so nothing is said to people with a lease until you say "
             "that it is right: `kith status --clock-is-right`.";
    case Refusal::unknown_log:
      return "That comes from someone whom you have neither met nor been introduced to; nothing "
             "was kept.";
    case Refusal::bad_range:
      return "Those bytes are not what they claim to be; nothing was kept.";
    case Refusal::bent_stand_in:
      return "Part of that was changed on its way; another copy of it may be whole.";
    case Refusal::log_full:
      return "That log takes no more entries.";
    case Refusal::ignored_author:
      return "That comes from someone whom you ignored; nothing was kept.";
    case Refusal::over_quota:
      return "That is more of one person than is taken in at once; the rest waits with whoever has "
             "it.";
    case Refusal::store_full:
      return "The disk is full: nothing was said or kept; make room and try again.";
    case Refusal::store_damaged:
      return "The home's file is damaged there; restore a backup with `kith restore`.";
    case Refusal::store_failed:
      return "The disk failed while reading or writing; what was acknowledged is safe, try again "
             "and check the disk.";
  }
  return "Something is not possible, and kith does not know why.";
}

FaultCode code_of(Refusal refusal) {
  switch (refusal) {
    case Refusal::unknown_circle:
      return "unknown_circle";
    case Refusal::unknown_person:
      return "unknown_person";
    case Refusal::unknown_entry:
      return "unknown_entry";
    case Refusal::name_taken:
      return "name_taken";
    case Refusal::bad_thing:
      return "bad_thing";
    case Refusal::bad_name:
      return "bad_name";
    case Refusal::empty_text:
      return "empty_text";
    case Refusal::too_long:
      return "too_long";
    case Refusal::long_note:
      return "long_note";
    case Refusal::not_utf8:
      return "not_utf8";
    case Refusal::too_many:
      return "too_many";
    case Refusal::answers_twice:
      return "answers_twice";
    case Refusal::not_mine:
      return "not_mine";
    case Refusal::not_in_audience:
      return "not_in_audience";
    case Refusal::no_face:
      return "no_face";
    case Refusal::unknown_offer:
      return "unknown_offer";
    case Refusal::bad_card:
      return "bad_card";
    case Refusal::own_card:
      return "own_card";
    case Refusal::clock_unsure:
      return "clock_unsure";
    case Refusal::unknown_log:
      return "unknown_log";
    case Refusal::bad_range:
      return "bad_range";
    case Refusal::bent_stand_in:
      return "bent_stand_in";
    case Refusal::log_full:
      return "log_full";
    case Refusal::ignored_author:
      return "ignored_author";
    case Refusal::over_quota:
      return "over_quota";
    case Refusal::store_full:
      return "store_full";
    case Refusal::store_damaged:
      return "store_damaged";
    case Refusal::store_failed:
      return "store_failed";
  }
  return "store_failed";
}

}  // namespace

Fault fault_of(Refusal refusal) {
  return {Status::refused, sentence_of(refusal), code_of(refusal)};
}

}  // namespace kith::service
