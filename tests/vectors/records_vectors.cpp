#include "tests/vectors/records_vectors.hpp"

#include <limits>

#include "crypto/hash.hpp"
#include "wire/cbor.hpp"
#include "wire/varint.hpp"

namespace kith::test {
namespace {

constexpr auto greatest = std::numeric_limits<std::uint64_t>::max();

template <class Key>
ByteVec signed_by(const Key& key, const crypto::Context& context, ByteView payload) {
  return wire::encode_signed(payload, key.sign(context, {payload}));
}

// Payloads by hand, as maps of ready items.
ByteVec payload_of(const std::vector<std::pair<std::string_view, ByteVec>>& fields) {
  ByteVec out{static_cast<std::uint8_t>(0xa0 + fields.size())};
  for (const auto& [key, item] : fields) {
    wire::put_bytes(out, from_hex(key));
    wire::put_bytes(out, item);
  }
  return out;
}

ByteVec bytes_item(ByteView bytes) { return wire::CborWriter{}.bytes(bytes).take(); }
ByteVec number_item(std::uint64_t value) { return wire::CborWriter{}.integer(value).take(); }

ByteVec devices_item(const std::vector<wire::ListedDevice>& devices) {
  wire::CborWriter out;
  out.array(devices.size());
  for (const auto& one : devices) {
    out.array(2).bytes(one.device.view()).bytes(one.transport.view());
  }
  return out.take();
}

ordered_json devices_json(const wire::DeviceList& list) {
  auto devices = ordered_json::array();
  for (const auto& one : list.devices) {
    devices.push_back(
        ordered_json::array({to_hex(one.device.view()), to_hex(one.transport.view())}));
  }
  return devices;
}

ordered_json list_json(const wire::DeviceList& list) {
  return {{"person", to_hex(list.person.view())},
          {"version", number_json(list.version.value)},
          {"devices", devices_json(list)}};
}

void add_device_lists(RecordVectors& made) {
  constexpr auto name = "device_lists";
  const crypto::Context context{"kith/1 devices"};
  const Person ana{made.entropy, 9};
  const auto id = bytes_item(ana.id().view());
  const auto one = number_item(1);
  auto list = ana.list();
  const auto nine = list.devices;
  list.devices.pop_back();
  list.version.value = greatest;
  made.hold(name, "eight devices, the last version", wire::sign_device_list(list, ana.key),
            list_json(list));
  list.devices.resize(1);
  list.version.value = 1;
  const auto good = wire::sign_device_list(list, ana.key);
  made.hold(name, "one device", good, list_json(list));
  const auto devices = devices_item(list.devices);
  const auto unknown = payload_of(
      {{"00", id}, {"01", one}, {"02", devices}, {"03", one}, {"20", id}, {"6178", one}});
  made.hold(name, "unknown keys, and keys that are no numbers",
            signed_by(ana.key, context, unknown), list_json(list));

  made.refuse_flipped(name, good);
  made.refuse_bent(name, good);
  const auto refuse = [&](std::string_view what, const ByteVec& payload) {
    made.refuse(name, what, signed_by(ana.key, context, payload));
  };
  const auto with = [&](const ByteVec& some) {
    return payload_of({{"00", id}, {"01", one}, {"02", some}});
  };
  refuse("no devices", with(devices_item({})));
  refuse("nine devices", with(devices_item(nine)));
  refuse("devices in descending order", with(devices_item({nine[1], nine[0]})));
  refuse("one device twice", with(devices_item({nine[0], nine[0]})));
  refuse("a device without transport key", with(from_hex("8181" + to_hex(id))));
  refuse("no version", payload_of({{"00", id}, {"02", devices}}));
  refuse("a version below 0", payload_of({{"00", id}, {"01", {0x20}}, {"02", devices}}));
  refuse("keys out of order", payload_of({{"01", one}, {"00", id}, {"02", devices}}));
  refuse("a payload that is no map", devices);
  auto longer = with(devices);
  longer.push_back(0);
  refuse("a zero after the payload's map", longer);
  made.refuse(name, "another context", signed_by(ana.key, "kith/1 log", with(devices)));
  made.refuse(name, "signed by a device", signed_by(ana.devices[0].key, context, with(devices)));

  // Which of two is kept: the higher version, then the smaller hash of the payload.
  auto newer = list;
  newer.version.value = 2;
  const auto second = wire::sign_device_list(newer, ana.key);
  const auto hash = [](const ByteVec& record) {
    return crypto::hash<Link>("kith/1 payload", {wire::decode_signed(record)->payload});
  };
  newer.devices = {nine[1]};
  const auto other = wire::sign_device_list(newer, ana.key);
  const auto& kept = hash(second) < hash(other) ? second : other;
  made.good["newest"] = ordered_json::array(
      {{{"what", "the higher version"},
        {"device_lists", ordered_json::array({to_hex(good), to_hex(second)})},
        {"kept", to_hex(second)}},
       {{"what", "of one version the smaller hash"},
        {"device_lists", ordered_json::array({to_hex(second), to_hex(other), to_hex(good)})},
        {"kept", to_hex(kept)}}});
}

struct StatementParts {
  const Person& ana;
  const crypto::LogKey& log;
  CircleId circle;

  [[nodiscard]] const crypto::DeviceKey& device() const { return ana.devices.front().key; }
  [[nodiscard]] wire::LogStatement plain() const {
    return {circle, log.public_key(), ana.id(), device().public_key(), wire::LogForm::main};
  }
  [[nodiscard]] Signature owned() const {
    return log.sign("kith/1 owner", {circle.view(), device().public_key().view()});
  }
  [[nodiscard]] ByteVec payload(const ByteVec& aside, ByteView owned_by,
                                std::string_view owned_key = "05") const {
    return payload_of({{"00", bytes_item(circle.view())},
                       {"01", bytes_item(log.public_key().view())},
                       {"02", bytes_item(ana.id().view())},
                       {"03", bytes_item(device().public_key().view())},
                       {"04", aside},
                       {owned_key, bytes_item(owned_by)}});
  }
};

ordered_json statement_json(const wire::LogStatement& statement) {
  return {{"circle", to_hex(statement.circle.view())},
          {"log", to_hex(statement.log.view())},
          {"person", to_hex(statement.person.view())},
          {"device", to_hex(statement.device.view())},
          {"aside", statement.form == wire::LogForm::aside}};
}

void add_log_statements(RecordVectors& made) {
  constexpr auto name = "log_statements";
  const crypto::Context context{"kith/1 log"};
  const Person ana{made.entropy, 2};
  const auto log = crypto::LogKey::generate(made.entropy);
  const StatementParts parts{ana, log, made.entropy.make<CircleId>()};
  auto statement = parts.plain();
  const auto good = wire::sign_log_statement(statement, parts.device(), log);
  made.hold(name, "a main log", good, statement_json(statement));
  statement.form = wire::LogForm::aside;
  made.hold(name, "an aside", wire::sign_log_statement(statement, parts.device(), log),
            statement_json(statement));

  made.refuse_flipped(name, good);
  made.refuse_bent(name, good);
  const ByteVec no{0xf4};
  const auto owned = parts.owned();
  const auto refuse = [&](std::string_view what, const ByteVec& payload) {
    made.refuse(name, what, signed_by(parts.device(), context, payload));
  };
  refuse("not owned", parts.payload(no, owned.view(), "06"));
  refuse("owned with 63 bytes", parts.payload(no, owned.view().first(63)));
  refuse("owned by another log",
         parts.payload(no, crypto::LogKey::generate(made.entropy)
                               .sign("kith/1 owner", {parts.circle.view(), statement.device.view()})
                               .view()));
  refuse("owned in another circle",
         parts.payload(no, log.sign("kith/1 owner",
                                    {made.entropy.make<CircleId>().view(), statement.device.view()})
                               .view()));
  refuse("owned by another device",
         parts.payload(no, log.sign("kith/1 owner", {parts.circle.view(),
                                                     ana.devices.back().key.public_key().view()})
                               .view()));
  refuse("owned under another context",
         parts.payload(
             no, log.sign("kith/1 head", {parts.circle.view(), statement.device.view()}).view()));
  refuse("aside as a number", parts.payload({0}, owned.view()));
  refuse("aside as null", parts.payload({0xf6}, owned.view()));
  const auto payload = parts.payload(no, owned.view());
  made.refuse(name, "another context", signed_by(parts.device(), "kith/1 prekey", payload));
  made.refuse(name, "signed by another device",
              signed_by(ana.devices.back().key, context, payload));
  made.refuse(name, "signed by the log", signed_by(log, context, payload));
}

void add_certificates(RecordVectors& made) {
  constexpr auto name = "certificates";
  const Person ana{made.entropy, 2};
  const Person ben{made.entropy, 1};
  const auto log = crypto::LogKey::generate(made.entropy);
  const StatementParts parts{ana, log, made.entropy.make<CircleId>()};
  const auto list = wire::sign_device_list(ana.list(), ana.key);
  const auto statement = wire::sign_log_statement(parts.plain(), parts.device(), log);
  const auto good = wire::encode_certificate(list, statement);
  auto fields = statement_json(parts.plain());
  fields["devices"] = devices_json(ana.list());
  made.hold(name, "a person of two devices", good, fields);

  made.refuse_bent(name, good);
  made.refuse(name, "the list of another person",
              wire::encode_certificate(wire::sign_device_list(ben.list(), ben.key), statement));
  auto without = ana.list();
  without.devices.erase(without.devices.begin());
  made.refuse(name, "a device that is not in the list",
              wire::encode_certificate(wire::sign_device_list(without, ana.key), statement));
  made.refuse(name, "the parts exchanged", wire::encode_certificate(statement, list));
  made.refuse(name, "the statement twice", wire::encode_certificate(statement, statement));
  auto bent = list;
  bent.back() ^= 1;
  made.refuse(name, "a list whose signature does not verify",
              wire::encode_certificate(bent, statement));
  bent = statement;
  bent.back() ^= 1;
  made.refuse(name, "a statement whose signature does not verify",
              wire::encode_certificate(list, bent));
  made.refuse(name, "the list alone", wire::CborWriter{}.array(1).bytes(list).take());
  made.refuse(name, "a third part",
              wire::CborWriter{}.array(3).bytes(list).bytes(statement).bytes({}).take());
}

void add_prekeys(RecordVectors& made) {
  constexpr auto name = "prekeys";
  const crypto::Context context{"kith/1 prekey"};
  const Device device{made.entropy, 7};
  auto prekey = device.published();
  const auto hold = [&](std::string_view what) {
    auto record = wire::sign_prekey(prekey, device.key);
    made.hold(name, what, record,
              {{"device", to_hex(prekey.device.view())},
               {"counter", number_json(prekey.counter.value)},
               {"key", to_hex(prekey.key.view())},
               {"made", number_json(static_cast<std::uint64_t>(prekey.made.micros))}});
    return record;
  };
  const auto good = hold("a prekey");
  prekey.counter.value = greatest;
  prekey.made.micros = (std::int64_t{1} << 62) - 1;
  (void)hold("the last counter, late");
  prekey.counter.value = std::uint64_t{1} << 53;
  prekey.made.micros = 0;
  (void)hold("a counter that is text here, made at the first moment");

  made.refuse_flipped(name, good);
  made.refuse_bent(name, good);
  const auto id = bytes_item(prekey.device.view());
  const auto key = bytes_item(prekey.key.view());
  const auto one = number_item(1);
  const auto refuse = [&](std::string_view what, const ByteVec& payload) {
    made.refuse(name, what, signed_by(device.key, context, payload));
  };
  const auto whole = payload_of({{"00", id}, {"01", one}, {"02", key}, {"03", one}});
  refuse("no moment when it was made", payload_of({{"00", id}, {"01", one}, {"02", key}}));
  refuse("a counter below 0", payload_of({{"00", id}, {"01", {0x20}}, {"02", key}, {"03", one}}));
  refuse(
      "a key of 31 bytes",
      payload_of(
          {{"00", id}, {"01", one}, {"02", bytes_item(prekey.key.view().first(31))}, {"03", one}}));
  made.refuse(name, "another context", signed_by(device.key, "kith/1 devices", whole));
  made.refuse(name, "signed by another device",
              signed_by(crypto::DeviceKey::generate(made.entropy), context, whole));
}

}  // namespace

void RecordVectors::hold(const char* name, std::string_view what, ByteView record,
                         ordered_json fields) {
  ordered_json vector{{"what", what}, {"record", to_hex(record)}};
  vector.update(fields);
  good[name].push_back(vector);
}

void RecordVectors::refuse(const char* name, std::string_view what, ByteView record) {
  refused[name].push_back({{"what", what}, {"record", to_hex(record)}});
}

void RecordVectors::refuse_flipped(const char* name, const ByteVec& record) {
  const auto flip = [&](std::string_view what, std::size_t at) {
    auto bent = record;
    bent.at(at) ^= 1;
    refuse(name, what, bent);
  };
  flip("a flipped bit in the signer", 10);
  flip("a flipped bit in the payload's last byte", record.size() - 67);
  flip("a flipped bit in R of the signature", record.size() - 40);
  flip("a flipped bit in S of the signature", record.size() - 20);
}

void RecordVectors::refuse_bent(const char* name, const ByteVec& record) {
  auto bent = record;
  bent.push_back(0);
  refuse(name, "a zero after the end", bent);
  refuse(name, "cut by a byte", ByteView{record}.first(record.size() - 1));
  bent = record;
  bent[0] = 0x98;  // the count of two in a byte of its own
  bent.insert(bent.begin() + 1, std::uint8_t{2});
  refuse(name, "a length longer than needed", bent);
  bent = record;
  bent[0] = 0x9f;
  bent.push_back(0xff);
  refuse(name, "an indefinite length", bent);
  refuse(name, "nothing", {});
}

std::string make_records_vectors() {
  RecordVectors made;
  add_device_lists(made);
  add_log_statements(made);
  add_certificates(made);
  add_prekeys(made);
  add_fork_proofs(made);
  add_beacons(made);
  auto all = made.good;
  all["refused"] = made.refused;
  return all.dump(1) + "\n";
}

}  // namespace kith::test
