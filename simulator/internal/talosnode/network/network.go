// Package network says where a machine is to be found: its address and its name, of configuration and platform.
package network

import (
	"crypto/sha256"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/siderolabs/talos/pkg/machinery/config/config"
	"github.com/siderolabs/talos/pkg/machinery/nethelpers"

	"cdktf-proxmox-talos/simulator/internal/machine"
)

// Platform is what surrounds a machine gives it.
type Platform struct {
	// CloudInit is set where the addresses come with the machine (nocloud); otherwise a DHCP server knows them.
	CloudInit bool
	Links     []Link
	// Image is what the machine boots, with its kernel arguments.
	Image machine.Image
	// Name is the hostname that cloud-init gives.
	Name string
}

// located is an address with the link that has it.
type located struct {
	address netip.Prefix
	link    string
	// unanswered is set where nobody gets an answer: on a card in a bond, in a routing domain, on a link without a cable.
	unanswered bool
}

// Addresses returns the addresses of the machine: first the static ones of the configuration, then those of its
// surroundings.
//
// A static address counts on a link that is there, by name, alias or selector. What kernel arguments and cloud-init say
// stays; what DHCP says is used on links where the configuration has left DHCP on.
func Addresses(configuration config.Config, platform Platform) []netip.Prefix {
	return unique(locate(configuration, platform), func(located) bool { return true })
}

// OnLink returns the addresses that one link has.
func OnLink(configuration config.Config, platform Platform, link string) []netip.Prefix {
	return unique(locate(configuration, platform), func(found located) bool { return found.link == link })
}

// VirtualWithoutLink returns the virtual addresses of a configuration whose link the machine does not have.
func VirtualWithoutLink(configuration config.Config, platform Platform) []netip.Addr {
	links := withAliases(platform.Links, configuration.NetworkLinkAliasConfigs())

	var missing []netip.Addr

	for _, document := range configuration.NetworkVirtualIPConfigs() {
		if len(carried(links, configuration, document.Link())) == 0 {
			missing = append(missing, document.VIP())
		}
	}

	for _, device := range devices(configuration) {
		if !device.Ignore() && len(carriers(links, configuration, device)) > 0 {
			continue
		}

		vips := []config.VIPConfig{device.VIPConfig()}
		for _, vlan := range device.Vlans() {
			vips = append(vips, vlan.VIPConfig())
		}

		for _, vip := range vips {
			if vip == nil {
				continue
			}

			if address, err := netip.ParseAddr(vip.IP()); err == nil {
				missing = append(missing, address)
			}
		}
	}

	return missing
}

func locate(configuration config.Config, platform Platform) []located {
	links := platform.Links

	var found []located

	if configuration != nil {
		links = withAliases(links, configuration.NetworkLinkAliasConfigs())
		found = static(configuration, links)
	}

	if first, link, isThere := firstNetwork(platform); isThere {
		found = append(found, located{address: first.Address, link: link})
	}

	for _, link := range links {
		isAsking := configuration != nil && usesDHCP(configuration, links, link)
		if !link.Card.Unplugged && (link.Card.AsksDHCP || isAsking) {
			for _, address := range link.Card.Leased {
				found = append(found, located{address: address, link: link.Name})
			}
		}

		if configuration == nil || platform.CloudInit || isAsking {
			isSlave := configuration != nil && !isAsking && enslaved(configuration, links, link)

			for _, address := range given([]Link{link}) {
				found = append(found, located{address: address, link: link.Name, unanswered: isSlave})
			}
		}
	}

	return found
}

// Hostname is that of the configuration, else that of cloud-init, else one that is made of the machine's identity.
func Hostname(configuration config.Config, platform Platform, id string) string {
	if document := configuration.NetworkHostnameConfig(); document != nil {
		if name := document.Hostname(); name != "" {
			return firstLabel(name)
		}

		if !platform.CloudInit && document.AutoHostname() == nethelpers.AutoHostnameKindAddr && len(given(platform.Links)) > 0 {
			return "talos-" + strings.ReplaceAll(given(platform.Links)[0].Addr().String(), ".", "-")
		}
	}

	if platform.CloudInit && platform.Name != "" {
		return firstLabel(platform.Name)
	}

	sum := fmt.Sprintf("%x", sha256.Sum256([]byte(id)))

	return "talos-" + sum[:3] + "-" + sum[3:6]
}

func firstLabel(name string) string {
	label, _, _ := strings.Cut(strings.ToLower(name), ".")

	return label
}

func static(configuration config.Config, links []Link) []located {
	var found []located

	for _, document := range configuration.NetworkCommonLinkConfigs() {
		carrier, unanswered, isThere := carrierOf(configuration, links, document)
		if !isThere {
			continue
		}

		for _, address := range document.Addresses() {
			found = append(found, located{address.Address(), carrier, unanswered})
		}
	}

	for _, device := range devices(configuration) {
		below := carriers(links, configuration, device)
		isTunnel := device.Dummy() || device.WireguardConfig() != nil

		if device.Ignore() || !isTunnel && len(below) == 0 {
			continue
		}

		carrier, isSlave := device.Interface(), false
		if !isTunnel {
			isMade := device.Bond() != nil || device.Bridge() != nil
			carrier, isSlave = below[0].Name, !isMade && enslaved(configuration, links, below[0])
		}

		texts := device.Addresses()
		for _, vlan := range device.Vlans() {
			texts = append(slices.Clone(texts), vlan.Addresses()...)
		}

		for _, text := range texts {
			if address, ok := parse(text); ok {
				found = append(found, located{address, carrier, isTunnel || isSlave})
			}
		}
	}

	return found
}

// carrierOf returns the first card below a link, and whether nobody gets an answer at its addresses: a dummy link and a
// tunnel have no cable, a routing domain is apart from all services of the machine, and a card in one of these or in a bond
// does not speak for itself.
func carrierOf(configuration config.Config, links []Link, document config.NetworkCommonLinkConfig) (string, bool, bool) {
	switch document.(type) {
	case config.NetworkDummyLinkConfig, config.NetworkWireguardConfig, config.NetworkVRFConfig:
		return document.Name(), true, true
	}

	below := carried(links, configuration, document.Name())
	if len(below) == 0 {
		return "", false, false
	}

	isCard := below[0].isCalled(document.Name())

	return below[0].Name, isCard && enslaved(configuration, links, below[0]), true
}

// usesDHCP says whether a link asks for an address: where a document or an item of machine.network.interfaces says so,
// and where nothing says anything about any link.
func usesDHCP(configuration config.Config, links []Link, link Link) bool {
	for _, document := range configuration.NetworkDHCPv4Configs() {
		// a bond has the MAC address of its first card
		if below := carried(links, configuration, document.Name()); len(below) > 0 && below[0].is(link) {
			return true
		}
	}

	if !configuration.RunDefaultDHCPOperators() {
		return false
	}

	described := false

	for _, device := range devices(configuration) {
		below := carriers(links, configuration, device)
		if !slices.ContainsFunc(below, link.is) {
			continue
		}

		speaks := device.Bond() == nil || below[0].is(link)
		if !device.Ignore() && device.DHCP() && device.DHCPOptions().IPv4() && speaks {
			return true
		}

		described = true
	}

	return !described
}

func devices(configuration config.Config) []config.Device {
	if configuration.Machine() == nil {
		return nil
	}

	return configuration.Machine().Network().Devices()
}

func unique(found []located, wanted func(located) bool) []netip.Prefix {
	var all []netip.Prefix

	for _, one := range found {
		isKnown := slices.ContainsFunc(all, func(other netip.Prefix) bool { return other.Addr() == one.address.Addr() })
		if wanted(one) && !isKnown {
			all = append(all, one.address)
		}
	}

	return all
}

func parse(text string) (netip.Prefix, bool) {
	if prefix, err := netip.ParsePrefix(text); err == nil {
		return prefix, true
	}

	address, err := netip.ParseAddr(text)
	if err != nil {
		return netip.Prefix{}, false
	}

	return netip.PrefixFrom(address, address.BitLen()), true
}
