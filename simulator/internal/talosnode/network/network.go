// Package network says where a machine is to be found: its address and its name, of configuration and platform.
package network

import (
	"crypto/sha256"
	"fmt"
	"net/netip"
	"strings"

	"github.com/siderolabs/talos/pkg/machinery/config/config"
	"github.com/siderolabs/talos/pkg/machinery/nethelpers"
)

// Link is the name of the only interface of a machine: Talos' images boot with net.ifnames=0.
const Link = "eth0"

// Platform is what surrounds a machine gives it.
type Platform struct {
	// CloudInit is set where the address comes with the machine (nocloud); otherwise a DHCP server knows it.
	CloudInit bool
	Addresses []netip.Prefix
	// Name is the hostname that cloud-init gives.
	Name string
}

// Addresses returns where the machine is reached, best first; none is a machine that nobody reaches.
//
// A static address of the configuration takes the place of that of the platform. Without one the machine keeps what
// cloud-init says, and what DHCP says unless the configuration has switched DHCP off.
func Addresses(configuration config.Config, platform Platform) []netip.Prefix {
	if configuration == nil {
		return platform.Addresses
	}

	if configured := static(configuration); len(configured) > 0 {
		return configured
	}

	if platform.CloudInit || usesDHCP(configuration) {
		return platform.Addresses
	}

	return nil
}

// Hostname is that of the configuration, else that of cloud-init, else one that is made of the machine's identity.
func Hostname(configuration config.Config, platform Platform, id string) string {
	if document := configuration.NetworkHostnameConfig(); document != nil {
		if name := document.Hostname(); name != "" {
			return firstLabel(name)
		}

		if !platform.CloudInit && document.AutoHostname() == nethelpers.AutoHostnameKindAddr && len(platform.Addresses) > 0 {
			return "talos-" + strings.ReplaceAll(platform.Addresses[0].Addr().String(), ".", "-")
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

func static(configuration config.Config) []netip.Prefix {
	var addresses []netip.Prefix

	for _, document := range configuration.NetworkCommonLinkConfigs() {
		for _, address := range document.Addresses() {
			addresses = append(addresses, address.Address())
		}
	}

	for _, device := range devices(configuration) {
		for _, text := range device.Addresses() {
			if address, ok := parse(text); ok {
				addresses = append(addresses, address)
			}
		}

		for _, vlan := range device.Vlans() {
			for _, text := range vlan.Addresses() {
				if address, ok := parse(text); ok {
					addresses = append(addresses, address)
				}
			}
		}
	}

	return addresses
}

func usesDHCP(configuration config.Config) bool {
	if len(configuration.NetworkDHCPv4Configs()) > 0 {
		return true
	}

	if !configuration.RunDefaultDHCPOperators() {
		return false
	}

	configured := devices(configuration)
	for _, device := range configured {
		if device.DHCP() && device.DHCPOptions().IPv4() {
			return true
		}
	}

	// an interface that is described without dhcp has none; there is only one
	return len(configured) == 0
}

func devices(configuration config.Config) []config.Device {
	if configuration.Machine() == nil {
		return nil
	}

	var used []config.Device

	for _, device := range configuration.Machine().Network().Devices() {
		if !device.Ignore() {
			used = append(used, device)
		}
	}

	return used
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
