# docs/bodies.dictionary written out as C++: the other half of src/seal/dictionary.hpp.

# kith_embed_dictionary(target): the target gets the dictionary's bytes.
function(kith_embed_dictionary target)
  set(dictionary ${CMAKE_SOURCE_DIR}/docs/bodies.dictionary)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${dictionary})
  file(READ ${dictionary} hex HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
  set(out ${CMAKE_BINARY_DIR}/dictionary.cpp)
  file(CONFIGURE OUTPUT ${out} @ONLY CONTENT "#include \"seal/dictionary.hpp\"

namespace kith::seal {
namespace {

constexpr std::uint8_t bytes[] = {@bytes@};

}  // namespace

ByteView dictionary() { return bytes; }

}  // namespace kith::seal
")
  target_sources(${target} PRIVATE ${out})
endfunction()
