# The page: page/ bundled by esbuild into the build folder, then written out as C++ (embed.cmake), so
# that no file lies beside the program. page/src/main.ts becomes app.js with all that it imports,
# page/src/words/CODE.ts words.CODE.js, page/style.css the one style sheet.

find_program(ESBUILD esbuild REQUIRED)
find_program(GZIP gzip REQUIRED)

# kith_embed_page(target): the target gets the page's files.
function(kith_embed_page target)
  set(page ${CMAKE_SOURCE_DIR}/page)
  set(built ${CMAKE_BINARY_DIR}/page)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${page}/src/* ${page}/*.css)
  set(esbuild ${ESBUILD} --bundle --minify --charset=utf8 --log-level=warning --target=es2022)
  # Each language is a file of its own, but English, which stands in for what another lacks.
  file(GLOB languages CONFIGURE_DEPENDS RELATIVE ${page}/src/words ${page}/src/words/*.ts)
  set(words_js "")
  set(codes "")
  set(bundle_words "")
  foreach(language IN LISTS languages)
    get_filename_component(code ${language} NAME_WE)
    list(APPEND codes "\"${code}\"")
    if(NOT code STREQUAL "en")
      list(APPEND words_js ${built}/words.${code}.js)
      list(APPEND bundle_words COMMAND ${esbuild} --format=esm --outfile=${built}/words.${code}.js
           ${page}/src/words/${language})
    endif()
  endforeach()
  list(JOIN codes "," codes)
  add_custom_command(
    OUTPUT ${built}/app.js ${built}/style.css ${words_js}
    COMMAND ${esbuild} --format=esm --define:LANGUAGES=[${codes}] --outfile=${built}/app.js ${page}/src/main.ts
    COMMAND ${esbuild} --outfile=${built}/style.css ${page}/style.css
    ${bundle_words}
    DEPENDS ${sources}
    COMMENT "Bundling the page"
    VERBATIM)
  set(files ${page}/index.html ${built}/app.js ${words_js} ${built}/style.css ${page}/icon.svg)
  set(out ${built}/page_files.cpp)
  add_custom_command(
    OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} -DGZIP=${GZIP} -DOUT=${out} "-DFILES=${files}" -P ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
    COMMENT "Embedding the page"
    VERBATIM)
  target_sources(${target} PRIVATE ${out})
endfunction()
