package dev.orrery.ipam.notation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.subgraph.error.Answer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotationTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.0.0.0/8",
    "0.0.0.0/0, 0.0.0.0/0",
    "192.0.2.7/32, 192.0.2.7/32",
    "2001:DB8:0:0::/64, 2001:db8::/64",
    "2001:db8:0:1:0:0:0:0/80, 2001:db8:0:1::/80",
    "::/0, ::/0",
    "2001:db8::1/128, 2001:db8::1/128",
  })
  void writesNetworksCanonically(String given, String canonical) {
    assertThat(granted(Network.parse(given, "input.network")).text()).isEqualTo(canonical);
    assertThat(Network.of(canonical).text()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1, 10.0.0.1",
    "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
    "0:0:0:0:0:0:0:1, ::1",
  })
  void writesAddressesAsRfc5952Does(String given, String canonical) {
    assertThat(granted(HostAddress.parse(given, "input.address")).text()).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.1/24, 10.0.0.0/24",
    "10.255.255.255/8, 10.0.0.0/8",
    "2001:db8::1/64, 2001:db8::/64",
    "128.0.0.0/0, 0.0.0.0/0",
  })
  void refusesHostBitsAndNamesTheNetworkMeant(String given, String meant) {
    assertThat(refusal(Network.parse(given, "input.network")))
        .startsWith("input.network:")
        .endsWith(" " + meant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "10/8",
        "10.0.0.0",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "010.0.0.0/8",
        "10.0.0.*/24",
        "10.0.0-1.0/24",
        "10.0.0.0/255.0.0.0",
        " 10.0.0.0/8",
        "0x0a000000/8",
        "::/129",
        "/24",
        "2001:db8::/32%eth0",
        "::ffff:10.0.0.0/104",
        "2001:db8::/32/48",
        "1.2.3.4.5/8",
        "::1::/64"
      })
  void refusesWhatIsNoNetwork(String text) {
    assertThat(refusal(Network.parse(text, "input.network"))).startsWith("input.network:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0.1/24",
        "10.0.0",
        "10.0.0.256",
        "fe80::1%eth0",
        "10.0.0.01",
        "::ffff:10.0.0.1",
        "10.0.0.1 ",
        "localhost",
        "10.0.0.1-2",
        "1:2:3:4:5:6:7",
        "12345::"
      })
  void refusesWhatIsNoAddress(String text) {
    assertThat(refusal(HostAddress.parse(text, "input.address"))).startsWith("input.address:");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/24, 10.0.0.1, 10.0.0.254, 254",
    "10.0.0.0/30, 10.0.0.1, 10.0.0.2, 2",
    "10.0.0.0/31, 10.0.0.0, 10.0.0.1, 2",
    "10.0.0.7/32, 10.0.0.7, 10.0.0.7, 1",
    "0.0.0.0/0, 0.0.0.1, 255.255.255.254, 4294967294",
    "2001:db8::/64, 2001:db8::, 2001:db8::ffff:ffff:ffff:ffff, 18446744073709551616",
    "2001:db8::1/128, 2001:db8::1, 2001:db8::1, 1",
  })
  void leavesNetworkAndBroadcastAddressesOfIpv4Alone(
      String network, String first, String last, String capacity) {
    Network parsed = Network.of(network);

    assertThat(parsed.firstUsable()).isEqualTo(first);
    assertThat(parsed.lastUsable()).isEqualTo(last);
    assertThat(parsed.capacity()).hasToString(capacity);
  }

  private static <T> T granted(Answer<T> answer) {
    return switch (answer) {
      case Answer.Granted<T>(var value) -> value;
      case Answer.Refused<T>(var error) -> throw new AssertionError(error.message());
    };
  }

  private static String refusal(Answer<?> answer) {
    return switch (answer) {
      case Answer.Granted<?>(var value) -> throw new AssertionError("granted " + value);
      case Answer.Refused<?>(var error) -> error.message();
    };
  }
}
