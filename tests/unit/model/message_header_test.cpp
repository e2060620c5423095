#include "engine/model/message_header.hpp"

#include <gtest/gtest.h>

namespace tenure {
namespace {

TEST(MessageHeader, IsTheFirstOfItsNameUnfoldedAndBeforeTheBody) {
  const std::string text = "Received: a\r\nMessage-ID:\r\n <x@y> \r\nSubject: one\r\n\ttwo\r\n"
                           "subject: second\r\n\r\nBody: no\r\nX-Late: no\r\n";
  EXPECT_EQ(header_of(text, "message-id"), "<x@y>");
  EXPECT_EQ(header_of(text, "Subject"), "one\ttwo");
  EXPECT_EQ(header_of(text, "Body"), "");
  EXPECT_EQ(header_of(text, "X-Late"), "");
  EXPECT_EQ(header_of(text, "Receive"), "");
  EXPECT_EQ(header_of(text, "Receivedx"), "");
}

TEST(MessageHeader, OfOddTextsIsEmpty) {
  for (const char* text : {"", "\r\n", "Subject", "Subject\r\n:x", " Subject: x", "no colon\r\n"}) {
    EXPECT_EQ(header_of(text, "Subject"), "") << text;
  }
  EXPECT_EQ(header_of("Subject:", "Subject"), "");
  EXPECT_EQ(header_of("Subject: lf only\nTo: x\n\nSubject: y", "To"), "x");
}

}  // namespace
}  // namespace tenure
