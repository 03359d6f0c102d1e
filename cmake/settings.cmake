# How every file of ours is compiled: the language, the warnings, the sanitizers, the hardening.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_FLAGS_DEBUG "-O1 -g1 -fno-omit-frame-pointer")  # lines and frames: what a sanitizer tells
if(KITH_UNOPTIMIZED)
  string(REPLACE "-O1" "-O0" CMAKE_CXX_FLAGS_DEBUG "${CMAKE_CXX_FLAGS_DEBUG}")
endif()
set(CMAKE_CXX_FLAGS_RELEASE "-O2")

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # Precompiled headers count by what is in them, not by when they were made. What a file includes is read
  # from what the compiler writes about it, instead of preprocessing each file once more.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
    CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_DEPEND=1 ${CCACHE_PROGRAM})
endif()

add_library(kith_warnings INTERFACE)
target_compile_options(kith_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual
  -Wold-style-cast -Wcast-qual -Wextra-semi -Wunused -Wformat=2)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(kith_warnings INTERFACE
    -Wduplicated-cond -Wduplicated-branches -Wlogical-op
    # GCC's flow analysis sees ghosts in the library's own headers; clang and the sanitizers watch instead.
    -Wno-array-bounds -Wno-maybe-uninitialized -Wno-restrict -Wno-stringop-overflow
    -Wno-stringop-overread -Wno-missing-field-initializers)
  if(CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 13)
    target_compile_options(kith_warnings INTERFACE -Wno-dangling-reference)
  endif()
else()
  target_compile_options(kith_warnings INTERFACE -Wno-missing-field-initializers)
endif()
# Files that are compiled as one do not know of each other's constants.
target_compile_options(kith_warnings INTERFACE
  "$<IF:$<BOOL:$<TARGET_PROPERTY:UNITY_BUILD>>,-Wshadow=local;-Wno-subobject-linkage,-Wshadow>")
set(kith_unity_tests OFF)
if(KITH_UNITY OR KITH_UNITY_TESTS)
  set(kith_unity_tests ON)
endif()
# kith_unity(target ON|OFF): the most part of compiling is to make of the same templates the same types, once in each
# piece. Where there is memory for it a folder is one piece, and the compiler's collector of garbage, which takes a tenth
# of its time, waits: up to 3 GiB a piece. Elsewhere they are pieces of one size, of up to 1 GiB.
cmake_host_system_information(RESULT kith_memory QUERY TOTAL_PHYSICAL_MEMORY)  # MiB
set(kith_unity_files 26)
if(kith_memory GREATER 15000)
  set(kith_unity_files 100)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options(--param=ggc-min-heapsize=3000000)  # KiB
  endif()
endif()
function(kith_unity target on)
  get_target_property(files ${target} SOURCES)
  list(LENGTH files count)
  math(EXPR pieces "(${count} + ${kith_unity_files} - 1) / ${kith_unity_files}")
  math(EXPR batch "(${count} + ${pieces} - 1) / ${pieces}")
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${on} UNITY_BUILD_BATCH_SIZE ${batch})
endfunction()
# kith_outer(target): what speaks JSON, and the simulator, are compiled as they are written where sanitizers watch: that
# takes two thirds of the time, and a sanitized command runs as long as before, a history a fifth longer.
function(kith_outer target)
  if(TARGET ${target} AND KITH_SANITIZE AND CMAKE_BUILD_TYPE STREQUAL "Debug")
    target_compile_options(${target} PRIVATE -O0)
  endif()
endfunction()
if(KITH_WERROR)
  target_compile_options(kith_warnings INTERFACE -Werror)
endif()

# The library's own bounds checks stay on in every build: a reader of strangers' bytes can afford them.
add_compile_definitions(_GLIBCXX_ASSERTIONS)
if(KITH_SANITIZE)
  add_compile_options(-fsanitize=${KITH_SANITIZE} -fno-sanitize-recover=all)
  if(KITH_SANITIZE MATCHES "address" AND NOT KITH_POINTERS)
    # What is read or written by a wrong pointer is seen by the address sanitizer; a crooked one, and what is pointed to
    # and never followed, by the long check, which looks for all of them. It is a quarter of a compiler's time.
    add_compile_options(-fno-sanitize=null,alignment,pointer-overflow,object-size)
  endif()
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND KITH_SANITIZE MATCHES "address")
    if(NOT KITH_AFTER_SCOPE)
      add_compile_options(-fno-sanitize-address-use-after-scope)
    endif()
    if(NOT KITH_POINTERS)  # to tell of each constant is a tenth of a start; the fuzz build looks beyond them
      add_compile_options(--param=asan-globals=0)
    endif()
    # Tests start this program thousands of times, and moving all that a sanitizer wants to know of it to where the
    # kernel put it is a third of a start.
    set(CMAKE_POSITION_INDEPENDENT_CODE OFF)
    add_compile_options(-fno-pie)
    add_link_options(-no-pie)
  endif()
  add_link_options(-fsanitize=${KITH_SANITIZE})
elseif(CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong)
  add_link_options(-Wl,-z,relro,-z,now)
endif()
# A dozen programs with all that a sanitizer wants to know of them: another linker takes a third of the time.
find_program(LLD ld.lld)
if(LLD AND CMAKE_BUILD_TYPE STREQUAL "Debug")
  add_link_options(-fuse-ld=lld)
endif()
if(KITH_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(KITH_COVERAGE)
  # Unoptimized: a branch of the program is then one of the source.
  add_compile_options(--coverage -fprofile-update=atomic -O0)
  add_link_options(--coverage)
endif()
