# What most files begin with is parsed once, not in each of them: the headers of libraries, by the
# target's needs. The fuzz preset goes without it where it compiles file by file, and holds each to including what it uses.

set(kith_precompiled_std
  <algorithm> <array> <chrono> <functional> <limits> <map> <memory> <optional> <set> <span> <string>
  <string_view> <utility> <variant> <vector> <tl/expected.hpp>)
set(kith_precompiled_json ${kith_precompiled_std} <nlohmann/json.hpp>)
set(kith_precompiled_tests ${kith_precompiled_json} <gmock/gmock.h> <gtest/gtest.h> <rapidcheck.h>)

# kith_precompiled(std|json|tests library…): target kith_precompiled_<name>, compiled as whoever uses it.
function(kith_precompiled name)
  if(KITH_FUZZ AND NOT KITH_UNITY)
    return()
  endif()
  set(target kith_precompiled_${name})
  set(empty ${CMAKE_BINARY_DIR}/${target}.cpp)
  file(CONFIGURE OUTPUT ${empty} CONTENT "// Nothing but the headers.\n")
  add_library(${target} OBJECT ${empty})
  target_link_libraries(${target} PRIVATE tl::expected kith_warnings ${ARGN})
  target_precompile_headers(${target} PRIVATE ${kith_precompiled_${name}})
endfunction()

# kith_precompile(target std|json|tests)
function(kith_precompile target name)
  if(TARGET kith_precompiled_${name})
    target_precompile_headers(${target} REUSE_FROM kith_precompiled_${name})
  endif()
endfunction()
