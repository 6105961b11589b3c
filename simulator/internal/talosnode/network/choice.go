package network

import (
	"net/netip"
	"slices"
	"strings"
)

// Sorted returns the bare addresses in the order in which Talos looks at them.
func Sorted(prefixes []netip.Prefix) []netip.Addr {
	addresses := make([]netip.Addr, 0, len(prefixes))
	for _, prefix := range prefixes {
		addresses = append(addresses, prefix.Addr())
	}

	slices.SortFunc(addresses, netip.Addr.Compare)

	return addresses
}

// InSubnets returns the addresses that lie in one of the subnets and in none of those that begin with an exclamation mark.
func InSubnets(addresses []netip.Addr, subnets []string) []netip.Addr {
	var wanted, unwanted []netip.Prefix

	for _, text := range subnets {
		excluded, isExcluded := strings.CutPrefix(text, "!")

		subnet, err := netip.ParsePrefix(excluded)

		switch {
		case err != nil: // the configuration has been validated
		case isExcluded:
			unwanted = append(unwanted, subnet)
		default:
			wanted = append(wanted, subnet)
		}
	}

	var chosen []netip.Addr

	for _, address := range addresses {
		isInside := func(subnet netip.Prefix) bool { return subnet.Contains(address) }
		if (len(wanted) == 0 || slices.ContainsFunc(wanted, isInside)) && !slices.ContainsFunc(unwanted, isInside) {
			chosen = append(chosen, address)
		}
	}

	return chosen
}
