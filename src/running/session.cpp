#include "running/session.hpp"

#include <utility>

namespace kith::running {
namespace {

Over over_of(node::Ending ending) {
  switch (ending) {
    case node::Ending::finished:
      return Over::finished;
    case node::Ending::cut:
      return Over::cut;
    case node::Ending::stranger:
      return Over::stranger;
    case node::Ending::malformed:
      return Over::malformed;
    case node::Ending::store:
      return Over::store;
  }
  return Over::malformed;
}

}  // namespace

Session::Session(transport::Loop& loop, SessionOwner& owner, transport::Stream stream,
                 std::unique_ptr<Talk> talk, Purpose purpose, transport::Road road,
                 const Patience& patience)
    : loop_(loop),
      owner_(owner),
      stream_(std::move(stream)),
      talk_(std::move(talk)),
      purpose_(purpose),
      road_(road),
      patience_(patience),
      limit_(loop),
      unread_(loop),
      gathered_(loop),
      began_(loop.now()) {}

void Session::start() {
  const auto limit =
      road_ == transport::Road::tor ? patience_.handshake_over_tor : patience_.handshake;
  limit_.at(loop_.now() + limit, [this] { end(Over::silent); });
  step_soon();
  read();
}

void Session::hurry() {
  if (is_over() || answered_) return;
  const bool tor = road_ == transport::Road::tor;
  const auto until = began_ + (tor ? patience_.silence_over_tor : patience_.silence);
  limit_.at(std::max(until, loop_.now()), [this] {
    if (!answered_) return end(Over::silent);
    const auto whole =
        road_ == transport::Road::tor ? patience_.handshake_over_tor : patience_.handshake;
    limit_.at(began_ + whole, [this] { end(Over::silent); });
  });
}

void Session::poke() {
  if (proven_) step_soon();
}

void Session::finish() {
  if (is_over() || std::exchange(finishing_, true)) return;
  talk_->finish();
  limit_.at(loop_.now() + patience_.goodbye, [this] { end(Over::cut); });
  step_soon();
}

void Session::end(Over how) {
  if (is_over()) return;
  limit_.cancel();
  unread_.cancel();
  gathered_.cancel();
  auto stream = std::exchange(stream_, std::nullopt);
  // A stranger, or who does not speak as the protocol says, hears no goodbye.
  if (how == Over::finished) std::move(*stream).leave();
  owner_.over(*this, how);
}

void Session::cut() {
  if (is_over()) return;
  std::move(*std::exchange(stream_, std::nullopt)).cut();
  limit_.cancel();
  unread_.cancel();
  gathered_.cancel();
  owner_.over(*this, Over::dropped);
}

void Session::read() {
  const bool full = unworked_bytes_ >= unworked_bytes_max;
  if (is_over() || ended_there_ || full || std::exchange(reading_, true)) return;
  stream_->read([this](const auto& read) { came(read); });
}

void Session::came(const Result<ByteView, transport::StreamEnd>& read) {
  reading_ = false;
  if (read) {
    talk_->feed(*read);
    unworked_bytes_ += read->size();
  } else {
    ended_there_ = true;
    talk_->feed_end();
  }
  step_soon();
  this->read();
}

// One step a turn of the loop, so that a long session does not keep the others waiting.
void Session::step_soon() {
  if (is_over() || std::exchange(step_is_due_, true)) return;
  loop_.post([weak = weak_from_this()] {
    if (const auto session = weak.lock()) session->step();
  });
}

void Session::step() {
  step_is_due_ = false;
  if (is_over()) return;
  if (!stream_->has_room() && !ended_there_) {
    step_is_due_ = true;
    unread_.at(loop_.now() + patience_.unread, [this] { end(Over::silent); });
    return stream_->when_room([this] {
      unread_.cancel();
      step();
    });
  }
  auto turn = talk_->step(owner_.now());
  const bool waits = !turn.send.empty() || !turn.more;  // for what came before to be on the disk
  if ((waits || !turn.commit.empty()) && !owner_.keep(turn)) return end(Over::store);
  if (is_over()) return;
  answered_ = answered_ || !turn.send.empty();
  stream_->send(std::exchange(turn.send, {}));
  after(turn);
}

void Session::after(const node::Turn& turn) {
  if (!proven_ && talk_->person()) {
    proven_ = true;
    if (!finishing_) limit_.cancel();
    owner_.proven(*this);
  }
  owner_.stepped(*this, turn);
  if (turn.ending) return end(over_of(*turn.ending));
  if (turn.more) return step_soon();
  gathered_.cancel();
  if (turn.gathers) gathered_.at(loop_.now() + patience_.gathering, [this] { step_soon(); });
  unworked_bytes_ = 0;
  if (ended_there_ && !step_is_due_) return end(Over::cut);
  read();
}

}  // namespace kith::running
