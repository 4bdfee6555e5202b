package dev.orrery.provider.testkit.checks;

import static dev.orrery.provider.testkit.checks.Clause.ORDERS;

import dev.orrery.provider.testkit.bench.Bench;
import dev.orrery.provider.testkit.bench.Broken;
import dev.orrery.provider.testkit.bench.Order;
import dev.orrery.provider.testkit.bench.UnderTest;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.DeliverPolicy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

final class Orders {
  private final Bench bench;

  Orders(Bench bench) {
    this.bench = bench;
  }

  @Rule(ORDERS)
  void comeFromADurableConsumerOfTheProvidersName() {
    var durable = bench.consumer().getDurable();
    Broken.unless(
        ("provider-" + bench.name()).equals(durable),
        "its consumer's durable name is %s",
        String.valueOf(durable));
  }

  @Rule(ORDERS)
  void comeFromThatConsumerAlone() {
    try {
      var names = bench.owner().jetStreamManagement().getConsumerNames("WORK");
      Broken.unless(
          names.equals(List.of("provider-" + bench.name())), "the consumers of WORK are %s", names);
    } catch (IOException | JetStreamApiException e) {
      throw new IllegalStateException(e);
    }
  }

  @Rule(ORDERS)
  void areFilteredToTheProvidersOwn() {
    var filters = bench.consumer().getFilterSubjects();
    Broken.unless(
        List.of("work." + bench.name() + ".>").equals(filters),
        "its filter is %s",
        String.valueOf(filters));
  }

  @Rule(ORDERS)
  void areAcknowledgedOneByOne() {
    var policy = bench.consumer().getAckPolicy();
    Broken.unless(policy == AckPolicy.Explicit, "its ack policy is %s", policy);
  }

  @Rule(ORDERS)
  void areDeliveredAsOftenAsItTakes() {
    long most = bench.consumer().getMaxDeliver();
    Broken.unless(most == -1, "an order is given up after %d deliveries", most);
  }

  @Rule(ORDERS)
  void areAllDelivered() {
    var policy = bench.consumer().getDeliverPolicy();
    Broken.unless(policy == DeliverPolicy.All, "its deliver policy is %s", policy);
  }

  @Rule(ORDERS)
  void areWaitedForAsLongAsItWasTold() {
    var wait = bench.consumer().getAckWait();
    Broken.unless(
        UnderTest.ACK_WAIT.equals(wait),
        "it was told %s, and took %s",
        UnderTest.ACK_WAIT,
        String.valueOf(wait));
  }

  @Rule(value = ORDERS, seconds = 3)
  void comeFromTheSameConsumerAfterARestart() {
    var before = bench.consumer();
    bench.killAndStart();
    var after = bench.consumer();
    Broken.unless(
        before.toJson().equals(after.toJson()), "the consumer was %s and became %s", before, after);
  }

  @Rule(value = ORDERS, unstarted = true, seconds = 3)
  void thatWereSentBeforeTheFirstStartAreCarriedOut() {
    var order = bench.ensure(bench.resource()).send();
    bench.start();
    order.end().mustBe("ready");
    order.acknowledged();
  }

  @Rule(value = ORDERS, seconds = 3)
  void thatWereSentWhileItWasDownAreCarriedOut() {
    bench.process().kill();
    var orders = new ArrayList<Order>();
    for (int i = 0; i < 20; i++) {
      orders.add(bench.ensure(bench.resource()).send());
    }
    bench.start();
    orders.forEach(order -> order.end().mustBe("ready"));
    orders.forEach(Order::acknowledged);
  }

  @Rule(value = ORDERS, seconds = 4)
  void areEachCarriedOutOnceWhenThereAreMany() {
    var orders = new ArrayList<Order>();
    for (int i = 0; i < 200; i++) {
      orders.add(bench.ensure(bench.resource()).send());
    }
    orders.forEach(order -> order.end().mustBe("ready"));
    orders.forEach(Order::acknowledged);
    orders.forEach(bench::oneEnd);
  }

  @Rule(value = ORDERS, seconds = 4)
  void haveOneEffectEachWhenThereAreMany() {
    bench.backEnd();
    var orders = new ArrayList<Order>();
    for (int i = 0; i < 100; i++) {
      orders.add(bench.ensure(bench.resource()).send());
    }
    orders.forEach(order -> order.end().mustBe("ready"));
    orders.forEach(order -> bench.effectsMustBe(order.resource(), "created"));
  }
}
