// Package firewall is that of a Talos machine: which new connections to its ports it lets in.
package firewall

import (
	"net/netip"
	"slices"

	"github.com/siderolabs/talos/pkg/machinery/config/config"
	"github.com/siderolabs/talos/pkg/machinery/nethelpers"
)

// Machine is the part of a machine configuration that the firewall is made of.
type Machine interface {
	NetworkRules() config.NetworkRuleConfig
}

// Admits says whether a TCP port is reached from an address. What Talos makes of the rules: where others are blocked, a
// rule accepts its ports from its networks; where they are accepted, it drops its ports from all other networks. A
// connection that is open already goes on.
func Admits(machine Machine, port uint16, from netip.Addr) bool {
	rules := machine.NetworkRules()
	if rules == nil {
		return true
	}

	blocks := rules.DefaultAction() == nethelpers.DefaultActionBlock

	for _, rule := range rules.Rules() {
		if rule.Protocol() != nethelpers.ProtocolTCP || !isAbout(rule, port) {
			continue
		}

		switch lets := isFrom(rule, from); {
		case blocks && lets:
			return true
		case !blocks && !lets:
			return false
		}
	}

	return !blocks
}

func isAbout(rule config.NetworkRule, port uint16) bool {
	return slices.ContainsFunc(rule.PortRanges(), func(each [2]uint16) bool { return each[0] <= port && port <= each[1] })
}

func isFrom(rule config.NetworkRule, from netip.Addr) bool {
	holds := func(network netip.Prefix) bool { return network.Contains(from) }

	return slices.ContainsFunc(rule.Subnets(), holds) && !slices.ContainsFunc(rule.ExceptSubnets(), holds)
}
