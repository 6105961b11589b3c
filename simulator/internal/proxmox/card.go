package proxmox

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"

	"cdktf-proxmox-talos/simulator/internal/machine"
)

// hardware is what a guest sees of a model of network card.
type hardware struct{ driver, pciID string }

var networkHardware = map[string]hardware{
	"virtio":  {"virtio_net", "1AF4:1000"},
	"e1000":   {"e1000", "8086:100E"},
	"e1000e":  {"e1000e", "8086:10D3"},
	"rtl8139": {"8139cp", "10EC:8139"},
	"vmxnet3": {"vmxnet3", "15AD:07B0"},
}

// firstSlot is the slot of net0 on its bus; the others follow.
const firstSlot = 18

// cardsOf are the network cards of a guest with some settings, each with the addresses that cloud-init has given it when it
// was switched on.
func (g *guest) cardsOf(settings map[string]string) []machine.Card {
	var all []machine.Card

	for _, key := range naturally(slices.Collect(maps.Keys(settings))) {
		prefix, number := splitNumber(key)
		if prefix != "net" {
			continue
		}

		parsed, err := parseProperties(settings[key], "model")
		if err != nil {
			continue
		}

		card := machine.Card{
			Name: fmt.Sprintf("ens%d", firstSlot+number), BusPath: fmt.Sprintf("0000:00:%02x.0", firstSlot+number),
			Network: parsed["bridge"], Unplugged: parsed["link_down"] == "1",
		}
		if tag := parsed["tag"]; tag != "" {
			card.Network += "." + tag
		}

		if g.isQ35() {
			// the cards sit behind a bridge there
			card.Name, card.BusPath = fmt.Sprintf("enp6s%d", firstSlot+number), fmt.Sprintf("0000:06:%02x.0", firstSlot+number)
		}

		for _, model := range networkModels {
			if address := parsed[model]; address != "" {
				card.MAC, card.Driver, card.PCIID = strings.ToLower(address), networkHardware[model].driver, networkHardware[model].pciID
			}
		}

		card.Addresses, card.Gateways, card.AsksDHCP = g.cloudInit(settings, number)
		all = append(all, card)
	}

	return all
}

// cloudInit are the addresses and gateways that cloud-init gives a network card. There are no routes to gateways that lie
// outside of the network of their address: network-config of version 1, as Proxmox VE writes it, has none.
func (g *guest) cloudInit(settings map[string]string, card int) ([]netip.Prefix, []netip.Addr, bool) {
	if g.cloudInitDrive() == "" {
		return nil, nil, false
	}

	parsed, err := parseProperties(settings[fmt.Sprintf("ipconfig%d", card)], "")
	if err != nil {
		return nil, nil, false
	}

	var (
		addresses []netip.Prefix
		gateways  []netip.Addr
	)

	for _, family := range []struct{ address, gateway string }{{"ip", "gw"}, {"ip6", "gw6"}} {
		if address, err := netip.ParsePrefix(parsed[family.address]); err == nil {
			addresses = append(addresses, address)
		}

		if gateway, err := netip.ParseAddr(parsed[family.gateway]); err == nil {
			gateways = append(gateways, gateway)
		}
	}

	return addresses, gateways, parsed["ip"] == "dhcp"
}
