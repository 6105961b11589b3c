package network

import (
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"

	"github.com/ryanuber/go-glob"
	"github.com/siderolabs/talos/pkg/machinery/api/resource/definitions/enums"
	networkapi "github.com/siderolabs/talos/pkg/machinery/api/resource/definitions/network"
	"github.com/siderolabs/talos/pkg/machinery/cel/celenv"
	"github.com/siderolabs/talos/pkg/machinery/config/config"
	"github.com/siderolabs/talos/pkg/machinery/nethelpers"

	"cdktf-proxmox-talos/simulator/internal/machine"
)

// Link is a network interface as Linux shows it.
type Link struct {
	Name string
	// Aliases are names of the configuration.
	Aliases []string
	Card    machine.Card
}

// Links are the interfaces of network cards. The images of clouds boot with net.ifnames=0, which counts them; otherwise
// the name is made of the place on the bus.
func Links(cards []machine.Card, counted bool) []Link {
	links := make([]Link, 0, len(cards))

	for index, card := range cards {
		name := card.Name
		if counted || name == "" {
			name = fmt.Sprintf("eth%d", index)
		}

		links = append(links, Link{Name: name, Card: card})
	}

	return links
}

// isCalled says whether a name of the configuration means the link.
func (l Link) isCalled(name string) bool { return l.Name == name || slices.Contains(l.Aliases, name) }

// withAliases gives links the names of LinkAliasConfig documents. A fixed name needs a selector that only one link matches.
func withAliases(links []Link, documents []config.NetworkLinkAliasConfig) []Link {
	named := slices.Clone(links)

	for _, document := range documents {
		var matched []int

		for index, link := range named {
			if len(link.Aliases) == 0 && link.matches(document) {
				matched = append(matched, index)
			}
		}

		switch {
		case document.IsPatternAlias():
			slices.SortFunc(matched, func(a, b int) int { return strings.Compare(named[a].Card.MAC, named[b].Card.MAC) })

			for number, index := range matched {
				named[index].Aliases = []string{fmt.Sprintf(document.Name(), number)}
			}
		case len(matched) == 1:
			named[matched[0]].Aliases = []string{document.Name()}
		}
	}

	return named
}

func (l Link) matches(document config.NetworkLinkAliasConfig) bool {
	address, err := net.ParseMAC(l.Card.MAC)
	if err != nil {
		address = nil
	}

	matched, err := document.LinkSelector().EvalBool(celenv.LinkLocator(), map[string]any{"link": &networkapi.LinkStatusSpec{
		Type: enums.NethelpersLinkType(nethelpers.LinkEther), HardwareAddr: address, PermanentAddr: address,
		Driver: l.Card.Driver, BusPath: l.Card.BusPath, Pciid: l.Card.PCIID, Mtu: 1500, LinkState: !l.Card.Unplugged,
	}})

	return err == nil && matched
}

// selected says whether an item of machine.network.interfaces means the link, by name or by selector.
func (l Link) selected(device config.Device) bool {
	if selector := device.Selector(); selector != nil {
		return l.matchesSelector(selector)
	}

	return l.isCalled(device.Interface())
}

func (l Link) matchesSelector(selector config.NetworkDeviceSelector) bool {
	for pattern, value := range map[string]string{
		selector.Bus(): l.Card.BusPath,
		strings.ToLower(selector.HardwareAddress()):  strings.ToLower(l.Card.MAC),
		strings.ToLower(selector.PermanentAddress()): strings.ToLower(l.Card.MAC),
		strings.ToUpper(selector.PCIID()):            strings.ToUpper(l.Card.PCIID),
		selector.KernelDriver():                      l.Card.Driver,
	} {
		if pattern != "" && !glob.Glob(pattern, value) {
			return false
		}
	}

	// cards are physical, all of them
	return selector.Physical() == nil || *selector.Physical()
}

// mostBelow is how deep links are looked through: a VLAN in a bridge over a bond, and one more.
const mostBelow = 4

// carried returns the cards that carry a link of the configuration: one of its own, or those below a VLAN, a bond or a
// bridge, which may be in one another.
func carried(links []Link, configuration config.Config, name string) []Link {
	return plugged(links, belowDocuments(links, configuration, name, mostBelow))
}

func belowDocuments(links []Link, configuration config.Config, name string, depth int) func(Link) bool {
	for _, document := range configuration.NetworkCommonLinkConfigs() {
		var below []string

		switch logical := document.(type) {
		case config.NetworkVLANConfig:
			below = []string{logical.ParentLink()}
		case config.NetworkBondConfig:
			below = logical.Links()
		case config.NetworkBridgeConfig:
			below = logical.Links()
		default:
			continue
		}

		if document.Name() != name || depth == 0 {
			continue
		}

		return anyOf(below, func(each string) func(Link) bool { return belowDocuments(links, configuration, each, depth-1) })
	}

	if carries := belowDevices(links, devices(configuration), name, depth); carries != nil {
		return carries
	}

	return func(link Link) bool { return link.isCalled(name) }
}

// carriers returns the cards that carry an item of machine.network.interfaces.
func carriers(links []Link, configuration config.Config, device config.Device) []Link {
	return plugged(links, belowDevice(links, devices(configuration), device, mostBelow))
}

func belowDevice(links []Link, all []config.Device, device config.Device, depth int) func(Link) bool {
	below := func(names []string) func(Link) bool {
		return anyOf(names, func(name string) func(Link) bool {
			if carries := belowDevices(links, all, name, depth-1); carries != nil {
				return carries
			}

			return func(link Link) bool { return link.isCalled(name) }
		})
	}

	switch bond, bridge := device.Bond(), device.Bridge(); {
	case bond != nil:
		named := below(bond.Interfaces())

		return func(link Link) bool {
			return named(link) || slices.ContainsFunc(bond.Selectors(), link.matchesSelector)
		}
	case bridge != nil:
		return below(bridge.Interfaces())
	default:
		return func(link Link) bool { return link.selected(device) }
	}
}

// belowDevices says what carries a bond or a bridge of the main document, or a VLAN in one of its items; nil if there is
// none of the name.
func belowDevices(links []Link, all []config.Device, name string, depth int) func(Link) bool {
	if depth < 0 {
		return nil
	}

	for _, device := range all {
		isMade := device.Bond() != nil || device.Bridge() != nil

		for _, vlan := range device.Vlans() {
			if fmt.Sprintf("%s.%d", device.Interface(), vlan.ID()) == name {
				return belowDevice(links, all, device, depth)
			}
		}

		if isMade && device.Interface() == name {
			return belowDevice(links, all, device, depth)
		}
	}

	return nil
}

func anyOf(names []string, carries func(string) func(Link) bool) func(Link) bool {
	each := make([]func(Link) bool, 0, len(names))
	for _, name := range names {
		each = append(each, carries(name))
	}

	return func(link Link) bool {
		return slices.ContainsFunc(each, func(carries func(Link) bool) bool { return carries(link) })
	}
}

// enslaved says whether a card belongs to a bond, a bridge or a routing domain: it answers at none of its own addresses.
func enslaved(configuration config.Config, links []Link, card Link) bool {
	for _, document := range configuration.NetworkCommonLinkConfigs() {
		var members []string

		switch logical := document.(type) {
		case config.NetworkBondConfig:
			members = logical.Links()
		case config.NetworkBridgeConfig:
			members = logical.Links()
		case config.NetworkVRFConfig:
			members = logical.Links()
		}

		if slices.ContainsFunc(members, card.isCalled) {
			return true
		}
	}

	for _, device := range devices(configuration) {
		if device.Ignore() || device.Bond() == nil && device.Bridge() == nil {
			continue
		}

		var members []string
		if device.Bridge() != nil {
			members = device.Bridge().Interfaces()
		}

		if bond := device.Bond(); bond != nil {
			members = bond.Interfaces()

			if slices.ContainsFunc(bond.Selectors(), card.matchesSelector) {
				return true
			}
		}

		if slices.ContainsFunc(members, card.isCalled) {
			return true
		}
	}

	return false
}

func plugged(links []Link, wanted func(Link) bool) []Link {
	var found []Link

	for _, link := range links {
		if !link.Card.Unplugged && wanted(link) {
			found = append(found, link)
		}
	}

	return found
}

func (l Link) is(other Link) bool { return l.Name == other.Name }

// given are the addresses that a link gets from outside.
func given(links []Link) []netip.Prefix {
	var all []netip.Prefix

	for _, link := range plugged(links, func(Link) bool { return true }) {
		all = append(all, link.Card.Addresses...)
	}

	return all
}
