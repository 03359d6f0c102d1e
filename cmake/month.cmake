# Texts that the program has in it, written out as C++: the other half of src/demo/script.hpp (docs/month/).

# kith_embed_month(target): the target gets what its imaginary people do.
function(kith_embed_month target)
  set(functions "")
  foreach(name month around)
    set(text ${CMAKE_SOURCE_DIR}/docs/month/${name}.txt)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${text})
    file(READ ${text} hex HEX)
    string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
    string(APPEND functions "
std::string_view ${name}_text() {
  static constexpr unsigned char bytes[] = {${bytes}};
  return {reinterpret_cast<const char*>(bytes), sizeof bytes};
}
")
  endforeach()
  set(out ${CMAKE_BINARY_DIR}/month.cpp)
  file(CONFIGURE OUTPUT ${out} @ONLY CONTENT "#include \"demo/script.hpp\"

namespace kith::demo {
@functions@
}  // namespace kith::demo
")
  target_sources(${target} PRIVATE ${out})
endfunction()
