# cmake -DPROGRAM=x_test -DOUT=x_test_suites.cmake -DPREFIX= -DLABEL= -DCOST= -DSECONDS= -DFOLDER= -DENVIRONMENT=A=1|B=2 -P
# suites.cmake: asks a program of GoogleTest for its suites and writes a test of ctest for each. A suite is one
# process: two thousand of them would spend more on starting under a sanitizer than on what they are there to try.

execute_process(COMMAND ${PROGRAM} --gtest_list_tests WORKING_DIRECTORY ${FOLDER} OUTPUT_VARIABLE listed
  COMMAND_ERROR_IS_FATAL ANY)
string(REPLACE ";" "," listed "${listed}")
string(REPLACE "|" ";" environment "${ENVIRONMENT}")
string(REGEX MATCHALL "(^|\n)[^ \n]+\\." suites "${listed}")
set(tests "")
foreach(suite IN LISTS suites)
  string(REGEX REPLACE "^\n?(.*)\\.$" "\\1" suite "${suite}")
  set(name "${PREFIX}${suite}")
  string(APPEND tests "add_test([==[${name}]==] [==[${PROGRAM}]==] [==[--gtest_filter=${suite}.*]==])
set_tests_properties([==[${name}]==] PROPERTIES LABELS ${LABEL} COST ${COST} TIMEOUT ${SECONDS} SKIP_RETURN_CODE 77
  WORKING_DIRECTORY [==[${FOLDER}]==] ENVIRONMENT [==[${environment}]==])
")
endforeach()
file(WRITE ${OUT} "${tests}")
