// libical as this program holds it: what it makes is freed, and what it finds wrong is a value,
// never the end of the process. Refuses to know calendars.
#pragma once

#include <libical/ical.h>

#include <memory>

namespace kith::service {

struct IcalFree {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
using IcalComponent = std::unique_ptr<icalcomponent, IcalFree>;

/// Before anything else is asked of it: some builds of it abort at what they find wrong.
inline void ical_errors_are_values() { icalerror_set_errors_are_fatal(0); }

}  // namespace kith::service
