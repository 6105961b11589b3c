package network_test

import (
	"fmt"
	"net/netip"
	"testing"

	"github.com/siderolabs/talos/pkg/machinery/config/configloader"

	"cdktf-proxmox-talos/simulator/internal/machine"
	"cdktf-proxmox-talos/simulator/internal/talosnode/network"
)

// metal are two cards of a physical machine, of which the first is given an address, and one without a cable.
func metal() []network.Link {
	return network.Links([]machine.Card{
		{Name: "eno1", MAC: "0c:c4:7a:00:00:01", BusPath: "0000:01:00.0", Addresses: []netip.Prefix{netip.MustParsePrefix(own)}},
		{Name: "eno2", MAC: "0c:c4:7a:00:00:02", BusPath: "0000:01:00.1", Addresses: []netip.Prefix{netip.MustParsePrefix("127.23.0.7/16")}},
		{Name: "eno3", MAC: "0c:c4:7a:00:00:03", BusPath: "0000:01:00.2", Unplugged: true},
	}, false)
}

func TestLinksInOneAnother(t *testing.T) {
	const (
		address  = "addresses: [{address: " + other + "}]\n"
		bond     = "kind: BondConfig\nname: bond0\nlinks: [eno1, eno2]\nbondMode: active-backup\n"
		next     = "---\napiVersion: v1alpha1\n"
		inMain   = "bond: {interfaces: [eno1, eno2], mode: active-backup}"
		selected = "bond: {deviceSelectors: [{permanentAddr: '0c:c4:7a:00:00:01'}, {busPath: '0000:01:00.1'}], mode: active-backup}"
	)

	legacy := func(items string) string { return fmt.Sprintf(machineOf, "{interfaces: ["+items+"]}") }

	for _, test := range []struct {
		name, configuration string
		want, reachable     string
	}{
		{"bond", document(bond + address), other, other},
		{"bond of cards without cables", document("kind: BondConfig\nname: bond0\nlinks: [eno3]\nbondMode: 802.3ad\n" + address), "", ""},
		{"bond of a card without a cable and one with", document("kind: BondConfig\nname: bond0\nlinks: [eno3, eno2]\nbondMode: 802.3ad\n" + address), other, other},
		{"bond whose card has an address", document(bond + next + "kind: LinkConfig\nname: eno1\n" + address), other, ""},
		{"bond that asks", document(bond + next + "kind: DHCPv4Config\nname: bond0\n"), own, own},
		{"VLAN on a bond", document(bond + next + "kind: VLANConfig\nname: v\nvlanID: 3\nparent: bond0\n" + address), other, other},
		{"bridge on a bond", document(bond + next + "kind: BridgeConfig\nname: br0\nlinks: [bond0]\n" + address), other, other},
		{"VLAN in a bridge on a bond", document(bond + next + "kind: BridgeConfig\nname: br0\nlinks: [bond0]\n" + next + "kind: VLANConfig\nname: v\nvlanID: 3\nparent: br0\n" + address), other, other},
		{"links in a ring", document("kind: BridgeConfig\nname: br0\nlinks: [br1]\n" + next + "kind: BridgeConfig\nname: br1\nlinks: [br0]\n" + address), "", ""},
		{"dummy", document("kind: DummyLinkConfig\nname: dummy0\n" + address), other, ""},
		{"routing domain", document("kind: VRFConfig\nname: blue\nlinks: [eno2]\ntable: 20\n" + address), other, ""},
		{"bond in the main document", legacy("{interface: bond0, addresses: [" + other + "], " + inMain + "}"), other, other},
		{"bond by selectors", legacy("{interface: bond0, addresses: [" + other + "], " + selected + "}"), other, other},
		{"VLAN on such a bond", legacy("{interface: bond0, vlans: [{vlanId: 3, addresses: [" + other + "]}], " + inMain + "}"), other, other},
		{"bridge on such a bond", legacy("{interface: bond0, " + inMain + "}, {interface: br0, bridge: {interfaces: [bond0]}, addresses: [" + other + "]}"), other, other},
		{"bridge on a VLAN", legacy("{interface: eno1, vlans: [{vlanId: 3}]}, {interface: br0, bridge: {interfaces: [eno1.3]}, addresses: [" + other + "]}, {interface: eno2}"), other, other},
		{"such a bond that asks", legacy("{interface: bond0, dhcp: true, " + inMain + "}"), own, own},
		{"dummy in the main document", legacy("{interface: dummy0, dummy: true, addresses: [" + other + "]}, {interface: eno1}, {interface: eno2}"), other, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			configuration, err := configloader.NewFromBytes([]byte(test.configuration))
			if err != nil {
				t.Fatal(err)
			}

			platform := network.Platform{Links: metal()}

			if got := fmt.Sprint(network.Addresses(configuration, platform)); got != "["+test.want+"]" {
				t.Errorf("has %s, want [%s]", got, test.want)
			}

			wants(t, network.Reachable(configuration, platform), test.reachable)
		})
	}
}

// What cloud-init says of a card stays, and is of no use while the card is in a bond.
func TestBondedCardAnswersNobody(t *testing.T) {
	configuration, err := configloader.NewFromBytes([]byte(document("kind: BondConfig\nname: bond0\nlinks: [eth0]\nbondMode: 802.3ad\naddresses: [{address: " + other + "}]\n")))
	if err != nil {
		t.Fatal(err)
	}

	platform := network.Platform{CloudInit: true, Links: links(true)}

	wants(t, network.Reachable(configuration, platform), other)
}

func TestVirtualOnMadeLinks(t *testing.T) {
	for text, want := range map[string]string{
		document("kind: BondConfig\nname: bond0\nlinks: [eno1]\nbondMode: 802.3ad\n---\napiVersion: v1alpha1\nkind: VLANConfig\nname: v\nvlanID: 3\nparent: bond0\n---\napiVersion: v1alpha1\nkind: Layer2VIPConfig\nname: 127.23.0.9\nlink: v\n"): "[]",
		document("kind: BondConfig\nname: bond0\nlinks: [eno3]\nbondMode: 802.3ad\n---\napiVersion: v1alpha1\nkind: Layer2VIPConfig\nname: 127.23.0.9\nlink: bond0\n"):                                                                             "[127.23.0.9]",
	} {
		configuration, err := configloader.NewFromBytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}

		if got := fmt.Sprint(network.VirtualWithoutLink(configuration, network.Platform{Links: metal()})); got != want {
			t.Errorf("%s\ngot %s, want %s", text, got, want)
		}
	}
}
