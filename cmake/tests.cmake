# How tests are made and named. Every ctest name begins with KITH_TEST_PREFIX, since ./check runs the
# tests of several presets as one.

set(asan detect_stack_use_after_return=1:strict_string_checks=1)
if(NOT KITH_POINTERS)
  # What was freed is watched until 64 MB more were, not 256, and of where it came from six calls are kept, not thirty:
  # a seventh of the time, which the long check takes.
  string(APPEND asan :quarantine_size_mb=64:malloc_context_size=6)
endif()
set(KITH_TEST_ENVIRONMENT
  "ASAN_OPTIONS=${asan}"
  "UBSAN_OPTIONS=print_stacktrace=1"
  "TSAN_OPTIONS=halt_on_error=1"
  "KITH_SOURCE_DIR=${CMAKE_SOURCE_DIR}")
# kith_test_settings(target library…): how everything of tests/ is compiled.
function(kith_test_settings target)
  target_link_libraries(${target} PUBLIC ${ARGN} kith_rapidcheck nlohmann_json::nlohmann_json
    GTest::gmock GTest::gtest PRIVATE kith_warnings)
  target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR} ${CMAKE_SOURCE_DIR}/tests)
  kith_test_flags(${target})
endfunction()

function(kith_test_flags target)
  # `if (…) EXPECT_EQ(…);` is plain, though the macro holds an else; so is `std::uint8_t bit = 1 << i`.
  target_compile_options(${target} PRIVATE -Wno-dangling-else -Wno-conversion
    $<$<BOOL:${CMAKE_POSITION_INDEPENDENT_CODE}>:-fPIC>  # as what is precompiled for them
    -O0)  # they compile twice as fast, and what they test keeps its own flags
  target_compile_definitions(${target} PRIVATE KITH_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
endfunction()

# kith_unit_test(target LINKS library… SOURCES file… [LONG]): where KITH_UNITY or KITH_UNITY_TESTS is on, many
# files are compiled as one; no two test files of a folder give one name to different things.
function(kith_unit_test target)
  cmake_parse_arguments(PARSE_ARGV 1 test "LONG" "" "LINKS;SOURCES")
  add_executable(${target} ${test_SOURCES})
  kith_test_settings(${target} ${test_LINKS} kith_test_main)
  kith_unity(${target} ${kith_unity_tests})
  kith_precompile(${target} tests)
  set(label quick)
  set(seconds 600)
  if(test_LONG)
    set(label long)
    set(seconds 3600)
  endif()
  string(REGEX REPLACE "_test$" "" from ${target})
  string(REGEX REPLACE "^kith_" "" from ${from})
  set(cost 0)
  if(from STREQUAL "sim")  # a world of theirs takes minutes: the first, or one core waits for it
    set(cost 15)
  endif()
  set(suites ${CMAKE_CURRENT_BINARY_DIR}/${target}_suites.cmake)
  string(REPLACE ";" "|" environment "${KITH_TEST_ENVIRONMENT}")
  add_custom_command(TARGET ${target} POST_BUILD VERBATIM COMMENT "" COMMAND ${CMAKE_COMMAND}
    -DPROGRAM=$<TARGET_FILE:${target}> -DOUT=${suites} -DPREFIX=${KITH_TEST_PREFIX}${from}. -DLABEL=${label}
    -DCOST=${cost} -DSECONDS=${seconds} -DFOLDER=${CMAKE_SOURCE_DIR} -DENVIRONMENT=${environment}
    -P ${CMAKE_SOURCE_DIR}/cmake/suites.cmake)
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${suites})
endfunction()

# kith_command_test(name COMMAND word… [LONG] [LABELS label…] [TIMEOUT seconds]): exit 77 means skipped.
function(kith_command_test name)
  cmake_parse_arguments(PARSE_ARGV 1 test "LONG" "TIMEOUT" "COMMAND;LABELS")
  set(label quick)
  if(test_LONG)
    set(label long)
  endif()
  if(NOT test_TIMEOUT)
    set(test_TIMEOUT 600)
  endif()
  set(environment ${KITH_TEST_ENVIRONMENT})
  # Scripts start kith hundreds of times: half of a sanitized start goes into what unit tests are held to anyway.
  if("script" IN_LIST test_LABELS AND NOT KITH_POINTERS)
    list(TRANSFORM environment REPLACE "^ASAN_OPTIONS=.*"
      "ASAN_OPTIONS=detect_leaks=0:malloc_context_size=4:strict_string_checks=1")
  endif()
  if(TARGET kith)
    list(APPEND environment "KITH=$<TARGET_FILE:kith>")
  endif()
  set(full ${KITH_TEST_PREFIX}${name})
  add_test(NAME ${full} COMMAND ${test_COMMAND} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  # The longest first: at the end one core would wait for the other.
  set(cost 10)
  if("script" IN_LIST test_LABELS)
    set(cost 20)
  endif()
  set_tests_properties(${full} PROPERTIES LABELS "${label};${test_LABELS}" TIMEOUT ${test_TIMEOUT}
    COST ${cost} SKIP_RETURN_CODE 77 ENVIRONMENT "${environment}")
endfunction()
