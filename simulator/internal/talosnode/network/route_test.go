package network_test

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/siderolabs/talos/pkg/machinery/config/configloader"

	"cdktf-proxmox-talos/simulator/internal/machine"
	"cdktf-proxmox-talos/simulator/internal/talosnode/network"
)

func addressed(address string, gateways ...string) machine.Card {
	card := machine.Card{Name: "enp6s18", MAC: "bc:24:11:00:00:01", Addresses: []netip.Prefix{netip.MustParsePrefix(address)}}
	for _, gateway := range gateways {
		card.Gateways = append(card.Gateways, netip.MustParseAddr(gateway))
	}

	return card
}

func TestReachable(t *testing.T) {
	const (
		alone     = "127.23.0.5/32"
		outside   = "127.24.0.1"
		argument  = "ip=127.23.0.5::127.24.0.1:255.255.255.255::eth0:off"
		others    = "ip=127.23.0.5::127.24.0.1:255.255.255.255::eth9:off"
		addresses = "addresses: [{address: 127.23.0.5/32}]\n"
		routed    = "routes: [{destination: 127.24.0.1/32}, {gateway: 127.24.0.1}]\n"
		unrouted  = "routes: [{gateway: 127.24.0.1}]\n"
	)

	legacy := func(routes string) string {
		return fmt.Sprintf(machineOf, "{interfaces: [{interface: eth0, addresses: [127.23.0.5/32], routes: ["+routes+"]}]}")
	}
	link := func(name, text string) string { return document("kind: LinkConfig\nname: " + name + "\n" + text) }

	for _, test := range []struct {
		name, configuration string
		cloudInit           bool
		arguments           []string
		card                machine.Card
		want                string
	}{
		{"no gateway", "", true, nil, addressed(alone), alone},
		{"gateway in the network", "", true, nil, addressed("127.23.0.5/16", "127.23.0.1"), "127.23.0.5/16"},
		{"gateway outside", "", true, nil, addressed(alone, outside), ""},
		{"gateway outside of a large network", "", true, nil, addressed("127.23.0.5/16", outside), ""},
		{"gateway outside, kernel argument", "", true, []string{"quiet", argument}, addressed(alone, outside), alone},
		{"gateway outside, kernel argument of a card that is not there", "", true, []string{others}, addressed(alone, outside), ""},
		{"link-local gateway", "", true, nil, addressed("fd00::5/64", "fe80::1"), "fd00::5/64"},
		{"IPv6 gateway outside", "", true, nil, addressed("fd00::5/64", "fd01::1"), ""},
		{"gateway of the other family", "", true, nil, addressed(alone, "fe80::1"), alone},
		{"document, no route to the gateway", link("eth0", addresses+unrouted), false, nil, addressed("127.23.0.9/16"), ""},
		{"document, route to the gateway", link("eth0", addresses+routed), false, nil, addressed("127.23.0.9/16"), alone},
		{"document, route to the gateway after cloud-init without", link("eth0", addresses+routed), true, nil, addressed(alone, outside), alone},
		{"document, route on another card", link("eth0", addresses+unrouted) + "---\napiVersion: v1alpha1\nkind: LinkConfig\nname: eth1\nroutes: [{destination: 127.24.0.1/32}]\n", false, nil, addressed("127.23.0.9/16"), ""},
		{"document, another destination", link("eth0", addresses+"routes: [{destination: 127.25.0.0/16, gateway: 127.24.0.1}]\n"), false, nil, addressed("127.23.0.9/16"), alone},
		{"document, route to the gateway through itself", link("eth0", addresses+"routes: [{destination: 127.24.0.1/32, gateway: 127.24.0.1}, {gateway: 127.24.0.1}]\n"), false, nil, addressed("127.23.0.9/16"), ""},
		{"main document, no route to the gateway", legacy("{network: 0.0.0.0/0, gateway: 127.24.0.1}"), false, nil, addressed("127.23.0.9/16"), ""},
		{"main document, route to the gateway", legacy("{network: 127.24.0.1/32}, {network: 0.0.0.0/0, gateway: 127.24.0.1}"), false, nil, addressed("127.23.0.9/16"), alone},
	} {
		t.Run(test.name, func(t *testing.T) {
			second := machine.Card{Name: "enp6s19", MAC: "bc:24:11:00:00:02"}
			platform := network.Platform{
				CloudInit: test.cloudInit, Image: machine.Image{KernelArgs: test.arguments},
				Links: network.Links([]machine.Card{test.card, second}, true),
			}

			if test.configuration == "" {
				wants(t, network.Reachable(nil, platform), test.want)

				return
			}

			configuration, err := configloader.NewFromBytes([]byte(test.configuration))
			if err != nil {
				t.Fatal(err)
			}

			wants(t, network.Reachable(configuration, platform), test.want)
		})
	}
}

func wants(t *testing.T, got []netip.Prefix, want string) {
	t.Helper()

	if text := fmt.Sprint(got); text != "["+want+"]" {
		t.Errorf("reached at %s, want [%s]", text, want)
	}
}
