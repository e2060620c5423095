// The command line with a session: kept, carried, forgotten, and shown to nobody.
#include "tests/unit/service/command_line.hpp"

namespace tenure::cli {
namespace {

TEST_F(the_command_line, keeps_a_session_and_shows_its_token_to_nobody) {
  answer(R"({"token":"secret0","person":"100825","roles":["dpo"],"how":"ldap bind"})", 201);
  EXPECT_EQ(call({"--json", "sign-in", "jane", "--password-fd", "7"}), done);
  EXPECT_EQ(world.password_of, "jane from 7");
  EXPECT_EQ(world.token, "secret0");
  EXPECT_EQ(out(), "{\"person\":\"100825\",\"roles\":[\"dpo\"],\"how\":\"ldap bind\"}\n");
  answer("{}");
  call({"hold", "place", "1", "--matter", "M"});
  EXPECT_EQ(world.asked[0].token, "secret0");
  call({"--as", "bob", "hold", "place", "1", "--matter", "M"});
  EXPECT_EQ(world.asked[0].token, "") << "a claimed name goes without a session";
  call({"audit", "verify", "/t", "--key", "k"});
  EXPECT_EQ(world.asked[0].token, "") << "needs no store";
  call({"sign-out"});
  EXPECT_EQ(world.asked[0].token, "secret0");
  EXPECT_EQ(world.token, "");
}

TEST_F(the_command_line, is_not_signed_in_by_a_refusal_or_without_a_password) {
  answer(R"({"code":"sign_in.denied","message":"No","token":"secret0"})", 403);
  EXPECT_EQ(call({"sign-in", "jane"}), refused);
  EXPECT_EQ(world.token, "");
  world.no_password = refusal{"cli.password.missing", "Nobody can be asked", "", "", ""};
  EXPECT_EQ(call({"sign-in", "jane"}), usage);
  EXPECT_TRUE(world.asked.empty());
}

TEST_F(the_command_line, does_not_use_a_session_that_others_may_know) {
  world.token = "secret0";
  world.exposed = refusal{"cli.session.exposed", "somebody else may know", "/f", "", "Remove it"};
  EXPECT_EQ(call({"hold", "place", "1", "--matter", "M"}), done);
  EXPECT_EQ(world.asked[0].token, "");
  EXPECT_EQ(err(), "tenure: /f: somebody else may know\n  Remove it\n");
}

}  // namespace
}  // namespace tenure::cli
