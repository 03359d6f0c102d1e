# cmake -DOUT=page_files.cpp -DGZIP=gzip -DFILES=a;b -P embed.cmake: the other half of
# src/web/files.hpp, each file plain and compressed. The same files give the same bytes.

set(types_html "text/html; charset=utf-8")
set(types_js "text/javascript; charset=utf-8")
set(types_css "text/css; charset=utf-8")
set(types_svg "image/svg+xml")

# bytes_of(variable file): 0x01,0x02,…
function(bytes_of variable file)
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
  set(${variable} "${bytes}" PARENT_SCOPE)
endfunction()

set(arrays "")
set(rows "")
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME)
  get_filename_component(extension ${file} LAST_EXT)
  string(SUBSTRING "${extension}" 1 -1 extension)
  string(MAKE_C_IDENTIFIER ${name} id)
  file(SHA256 ${file} tag)
  string(SUBSTRING ${tag} 0 16 tag)
  set(packed ${OUT}.${id}.gz)
  execute_process(COMMAND ${GZIP} -9 -n -c ${file} OUTPUT_FILE ${packed} COMMAND_ERROR_IS_FATAL ANY)
  bytes_of(plain ${file})
  bytes_of(gzip ${packed})
  set(path "/${name}")
  if(name STREQUAL "index.html")
    set(path "/")
  endif()
  string(APPEND arrays "constexpr std::uint8_t ${id}[] = {${plain}};\n")
  string(APPEND arrays "constexpr std::uint8_t ${id}_gz[] = {${gzip}};\n")
  string(APPEND rows "    {\"${path}\", \"${types_${extension}}\", \"${tag}\", ${id}, ${id}_gz},\n")
endforeach()

file(WRITE ${OUT} "#include \"web/files.hpp\"

namespace kith::web {
namespace {

${arrays}
constexpr PageFile files[] = {
${rows}};

}  // namespace

std::span<const PageFile> page_files() { return files; }

}  // namespace kith::web
")
