package dev.orrery.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ThisMachineTest {
  @Test
  void looksAtTheRealMachine() {
    ThisMachine machine = ThisMachine.look();

    assertThat(machine.hostname()).isNotBlank();
    assertThat(machine.processors()).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(machine.memoryMib()).isPositive();
    assertThat(machine.interfaces()).isNotEmpty();
  }

  @Test
  void tellsTheNetworksOfItsAddressesWithoutHostBits() {
    ThisMachine machine =
        new ThisMachine(
            "host",
            "Debian",
            2,
            4096,
            List.of(
                new ThisMachine.Interface(
                    "eth0", "", List.of("192.0.2.7/24", "2001:db8::42/64", "10.1.2.3/32")),
                new ThisMachine.Interface("eth1", "", List.of("192.0.2.9/24"))));

    assertThat(machine.networks()).containsExactly("192.0.2.0/24", "2001:db8::/64", "10.1.2.3/32");
  }
}
