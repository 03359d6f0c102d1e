# The page: page/ bundled by esbuild into the build folder, then written out as C++ (embed.cmake), so
# that no file lies beside the program. page/src/main.ts becomes app.js with all that it imports,
# page/style.css the one style sheet.

find_program(ESBUILD esbuild REQUIRED)
find_program(GZIP gzip REQUIRED)

# kith_embed_page(target): the target gets the page's files.
function(kith_embed_page target)
  set(page ${CMAKE_SOURCE_DIR}/page)
  set(built ${CMAKE_BINARY_DIR}/page)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${page}/src/* ${page}/*.css)
  set(esbuild ${ESBUILD} --bundle --minify --charset=utf8 --log-level=warning --target=es2022)
  add_custom_command(
    OUTPUT ${built}/app.js ${built}/style.css
    COMMAND ${esbuild} --format=esm --outfile=${built}/app.js ${page}/src/main.ts
    COMMAND ${esbuild} --outfile=${built}/style.css ${page}/style.css
    DEPENDS ${sources}
    COMMENT "Bundling the page"
    VERBATIM)
  set(files ${page}/index.html ${built}/app.js ${built}/style.css ${page}/icon.svg)
  set(out ${built}/page_files.cpp)
  add_custom_command(
    OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DGZIP=${GZIP} -DOUT=${out} "-DFILES=${files}" -P ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
    COMMENT "Embedding the page"
    VERBATIM)
  target_sources(${target} PRIVATE ${out})
endfunction()
