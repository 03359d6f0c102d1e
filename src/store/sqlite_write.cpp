#include "store/sqlite_write.hpp"

#include "base/check.hpp"
#include "store/row_id.hpp"

namespace kith::store {

namespace change = node::change;

int Writer::apply(const node::Batch& batch) {
  for (const auto& each : batch) {
    const int code = std::visit([this](const auto& known) { return on(known); }, each);
    if (code != SQLITE_OK) {
      return code;
    }
  }
  return refs_.empty() ? SQLITE_OK : keep_refs();
}

// Prekeys and cards are written where one is new, or is destroyed: a few times a month.
int Writer::on(const change::PutValue& put) {
  forgot_ = forgot_ || put.name == node::ValueName::prekeys || put.name == node::ValueName::cards;
  return connection_.use("INSERT OR REPLACE INTO value(name, value) VALUES(?1, ?2)")
      .with(static_cast<std::int64_t>(put.name), ByteView{put.value})
      .run();
}

int Writer::on(const change::PutCircle& put) {
  return connection_.use("INSERT OR REPLACE INTO circle(number, id) VALUES(?1, ?2)")
      .with(std::int64_t{put.circle.number.value}, put.circle.id.view())
      .run();
}

int Writer::on(const change::PutStrand& put) {
  const auto& strand = put.strand;
  check(strand.number.value < strands_max);
  std::optional<std::int64_t> parent;
  if (strand.parent) {
    parent = std::int64_t{strand.parent->value};
  }
  return connection_
      .use(
          "INSERT OR REPLACE INTO strand(number, circle, log, person, device, form, parent, forked)"
          " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
      .with(std::int64_t{strand.number.value}, std::int64_t{strand.circle.value}, strand.log.view(),
            strand.person.view(), strand.device.view(),
            std::int64_t{strand.form == wire::LogForm::aside}, parent, std::int64_t{strand.forked})
      .run();
}

int Writer::on(const change::PutOwnLog& put) {
  return connection_
      .use(
          "INSERT INTO own_log(strand, secret, epoch_opened, last_time) VALUES(?1, ?2, ?3, ?4)"
          " ON CONFLICT DO UPDATE SET secret = ?2, epoch_opened = ?3, last_time = ?4")
      .with(std::int64_t{put.own.strand.value}, ByteView{put.own.secret},
            put.own.epoch_opened.micros, put.own.last_time.micros)
      .run();
}

// Overwritten in its place first: a row of equal size never moves.
int Writer::on(const change::RetireOwnLog& retired) {
  forgot_ = true;
  const std::int64_t strand{retired.strand.value};
  const int code =
      connection_.use("UPDATE own_log SET secret = zeroblob(length(secret)) WHERE strand = ?1")
          .with(strand)
          .run();
  return code != SQLITE_OK
             ? code
             : connection_.use("DELETE FROM own_log WHERE strand = ?1").with(strand).run();
}

int Writer::on(const change::PutEntries& put) {
  check(!put.lean.empty() && put.lean.size() == put.links.size());
  const Seq last{put.first.value + put.lean.size() - 1};
  const auto first_id = row_id(put.strand, put.first);
  int code = put_lean(put);
  if (code == SQLITE_OK) {
    code = put_links(put);
  }
  if (code == SQLITE_OK) {
    code = connection_.use("INSERT INTO arrival(id, at) VALUES(?1, ?2)")
               .with(first_id, put.arrived.micros)
               .run();
  }
  return code != SQLITE_OK ? code
                           : change_runs(Queue::waiting, {put.strand, put.first, last}, add_run);
}

int Writer::put_lean(const change::PutEntries& put) {
  auto insert = connection_.use("INSERT INTO entry(id, lean) VALUES(?1, ?2)");
  auto seq = put.first;
  for (const auto& lean : put.lean) {
    const int code = insert.with(row_id(put.strand, seq), ByteView{lean}).run();
    seq = seq.successor();
    // Whoever places a verified range leaves out what is held; to write over it would hide a fork.
    check((code & 0xff) != SQLITE_CONSTRAINT);
    if (code != SQLITE_OK) {
      return code;
    }
  }
  return SQLITE_OK;
}

int Writer::put_links(const change::PutEntries& put) {
  auto insert = connection_.use("INSERT INTO kept_link(id, link) VALUES(?1, ?2)");
  const auto from = put.first.value % limits::link_stride;
  for (auto i = from == 0 ? 0 : limits::link_stride - from; i < put.links.size();
       i += limits::link_stride) {
    const auto id = row_id(put.strand, Seq{put.first.value + i});
    if (const int code = insert.with(id, put.links[i].view()).run(); code != SQLITE_OK) {
      return code;
    }
  }
  return SQLITE_OK;
}

int Writer::on(const change::ReplaceEntry& replaced) {
  forgot_ = true;
  const int code = connection_.use("UPDATE entry SET lean = ?2 WHERE id = ?1")
                       .with(row_id(replaced.entry), ByteView{replaced.lean})
                       .run();
  check(code != SQLITE_OK || connection_.changed_rows() == 1);  // only what is held is replaced
  return code;
}

int Writer::on(const change::PutSpans& put) {
  int code = connection_.use("DELETE FROM span WHERE id BETWEEN ?1 AND ?2")
                 .with(row_id(put.strand, Seq{0}), last_row_id(put.strand))
                 .run();
  auto insert = connection_.use("INSERT INTO span(id, next, before, head) VALUES(?1, ?2, ?3, ?4)");
  for (const auto& each : put.spans) {
    check(each.strand == put.strand);
    if (code == SQLITE_OK) {
      code = insert
                 .with(row_id(put.strand, each.span.from),
                       static_cast<std::int64_t>(each.span.next.value), each.span.before.view(),
                       each.span.head.view())
                 .run();
    }
  }
  return code;
}

int Writer::on(const change::PutHead& put) {
  const auto& head = put.head;
  return connection_
      .use("INSERT OR REPLACE INTO head(id, signature, entries, bytes) VALUES(?1, ?2, ?3, ?4)")
      .with(row_id(head.last), head.signature.view(), static_cast<std::int64_t>(head.entries),
            static_cast<std::int64_t>(head.bytes))
      .run();
}

int Writer::on(const change::DropHead& dropped) {
  return connection_.use("DELETE FROM head WHERE id = ?1").with(row_id(dropped.last)).run();
}

int Writer::on(const change::PutEpoch& put) {
  forgot_ = forgot_ || put.before == change::Before::is_to_be_gone;
  const auto& epoch = put.epoch;
  return connection_
      .use(
          "INSERT OR REPLACE INTO epoch(id, epoch, leaf, keys, audience)"
          " VALUES(?1, ?2, ?3, ?4, ?5)")
      .with(row_id(epoch.strand, epoch.first.seq), std::int64_t{epoch.first.epoch.value},
            std::int64_t{epoch.first.leaf.value}, ByteView{epoch.keys}, ByteView{epoch.audience})
      .run();
}

int Writer::on(const change::PutContact& put) {
  return connection_.use("INSERT OR REPLACE INTO contact(person, record) VALUES(?1, ?2)")
      .with(put.person.view(), ByteView{put.record})
      .run();
}

int Writer::on(const change::PutFact& put) {
  return connection_.use("INSERT OR REPLACE INTO fact(kind, key, value) VALUES(?1, ?2, ?3)")
      .with(static_cast<std::int64_t>(put.kind), ByteView{put.key}, ByteView{put.value})
      .run();
}

// What it held may have been a key.
int Writer::on(const change::DropFact& dropped) {
  forgot_ = true;
  return connection_.use("DELETE FROM fact WHERE kind = ?1 AND key = ?2")
      .with(static_cast<std::int64_t>(dropped.kind), ByteView{dropped.key})
      .run();
}

// A strand has a run or two; all of them are read and written back.
int Writer::change_runs(Queue queue, const node::WaitingRun& run,
                        void (*change)(Runs&, const node::WaitingRun&)) {
  const bool words = queue == Queue::unworded;
  const auto first = row_id(run.strand, Seq{0});
  const auto last = last_row_id(run.strand);
  Runs runs;
  int code = SQLITE_OK;
  {
    auto select = connection_.use(
        words ? "SELECT id, last FROM unworded WHERE id BETWEEN ?1 AND ?2 ORDER BY id"
              : "SELECT id, last FROM waiting WHERE id BETWEEN ?1 AND ?2 ORDER BY id");
    select.with(first, last);
    while (select.row()) {
      runs.push_back({run.strand,
                      key_at(select.integer(0)).seq,
                      {static_cast<std::uint64_t>(select.integer(1))}});
    }
    code = select.code();
  }
  change(runs, run);
  if (code == SQLITE_OK) {
    code = connection_
               .use(words ? "DELETE FROM unworded WHERE id BETWEEN ?1 AND ?2"
                          : "DELETE FROM waiting WHERE id BETWEEN ?1 AND ?2")
               .with(first, last)
               .run();
  }
  auto insert = connection_.use(words ? "INSERT INTO unworded(id, last) VALUES(?1, ?2)"
                                      : "INSERT INTO waiting(id, last) VALUES(?1, ?2)");
  for (const auto& each : runs) {
    if (code == SQLITE_OK) {
      code =
          insert.with(row_id(each.strand, each.first), static_cast<std::int64_t>(each.last.value))
              .run();
    }
  }
  return code;
}

int Writer::on(const change::QueueIndex& queued) {
  return change_runs(Queue::waiting, {queued.strand, queued.first, queued.last}, add_run);
}

}  // namespace kith::store
