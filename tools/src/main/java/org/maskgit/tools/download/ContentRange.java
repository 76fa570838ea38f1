package org.maskgit.tools.download;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The header of that name (RFC 9110, section 14.4); -1 stands for what the server doesn't say. */
record ContentRange(long start, long total) {
  private static final Pattern FORM =
      Pattern.compile("bytes (?:(\\d{1,18})-\\d{1,18}|\\*)/(?:(\\d{1,18})|\\*)");

  static ContentRange of(HttpResponse<?> response) throws IOException {
    String value = response.headers().firstValue("Content-Range").orElse("");
    Matcher m = FORM.matcher(value);
    if (!m.matches()) {
      throw new IOException("the server sent an unreadable Content-Range '%s'".formatted(value));
    }
    return new ContentRange(number(m.group(1)), number(m.group(2)));
  }

  private static long number(String digits) {
    return digits == null ? -1 : Long.parseLong(digits);
  }
}
