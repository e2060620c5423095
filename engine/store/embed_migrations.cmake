# cmake -DSQL_DIR=... -DOUTPUT=... -P embed_migrations.cmake
# Writes the migrations of both databases as one .cpp, so that the program needs no file to run.
set(arrays "")
foreach(dialect sqlite postgresql)
  file(GLOB files "${SQL_DIR}/${dialect}/*.sql")
  list(SORT files)
  set(rows "")
  set(expected 1)
  foreach(file ${files})
    get_filename_component(stem ${file} NAME_WE)
    if(NOT stem MATCHES "^([0-9][0-9][0-9])_([a-z0-9_]+)$")
      message(FATAL_ERROR "${file}: a migration is named NNN_what_it_does.sql")
    endif()
    set(name ${CMAKE_MATCH_2})
    math(EXPR number "1${CMAKE_MATCH_1} - 1000")
    if(number LESS expected)
      message(FATAL_ERROR "${file}: expected migration number ${expected} or more")
    endif()
    math(EXPR expected "${number} + 1")
    file(READ ${file} sql)
    file(SHA256 ${file} digest)
    string(APPEND rows "    {${number}, \"${name}\", R\"sql(${sql})sql\",\n     \"${digest}\"},\n")
  endforeach()
  string(APPEND arrays "constexpr migration ${dialect}_migrations[] = {\n${rows}};\n\n")
endforeach()

file(WRITE ${OUTPUT} "// Written by engine/store/embed_migrations.cmake.
#include \"engine/store/migrate.hpp\"

namespace tenure::storage {
namespace {

${arrays}}  // namespace

std::span<const migration> migrations_for(dialect speaks) {
  if (speaks == dialect::sqlite) return sqlite_migrations;
  return postgresql_migrations;
}

}  // namespace tenure::storage
")
