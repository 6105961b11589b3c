package network

import (
	"net/netip"
	"slices"

	"github.com/siderolabs/talos/pkg/machinery/config/config"

	"cdktf-proxmox-talos/simulator/internal/machine"
)

// route is a route of a link: one without a destination is a default route, one without a gateway leads to the link.
type route struct {
	link        string
	destination netip.Prefix
	gateway     netip.Addr
}

func (r route) isDefault() bool {
	return r.gateway.IsValid() && (!r.destination.IsValid() || r.destination.Bits() == 0)
}

// Reachable returns the addresses that answer who is not on the same link: an address does not where default routes of
// its family lead from its link, and none of their gateways can be reached there. Nobody of the homelab counts as being on
// the link of a machine.
func Reachable(configuration config.Config, platform Platform) []netip.Prefix {
	found, routes := locate(configuration, platform), routesOf(configuration, platform)

	return unique(found, func(one located) bool {
		if one.unanswered {
			return false
		}

		var gateways []netip.Addr

		for _, each := range routes {
			if each.link == one.link && each.isDefault() && each.gateway.Is4() == one.address.Addr().Is4() {
				gateways = append(gateways, each.gateway)
			}
		}

		isFound := func(gateway netip.Addr) bool { return isOnLink(gateway, one.link, found, routes) }

		return len(gateways) == 0 || slices.ContainsFunc(gateways, isFound)
	})
}

// isOnLink says whether the kernel takes a gateway: it is link-local, lies in a network of the link, or a route without a
// gateway leads to it.
func isOnLink(gateway netip.Addr, link string, addresses []located, routes []route) bool {
	if gateway.Is6() && gateway.IsLinkLocalUnicast() {
		return true
	}

	inNetwork := func(one located) bool { return one.link == link && one.address.Contains(gateway) }
	onRoute := func(one route) bool {
		return one.link == link && !one.gateway.IsValid() && one.destination.Contains(gateway)
	}

	return slices.ContainsFunc(addresses, inNetwork) || slices.ContainsFunc(routes, onRoute)
}

// routesOf are the routes of kernel arguments, cloud-init and configuration. Of the three only a kernel argument has a
// route to its gateway added where that lies outside of the network.
func routesOf(configuration config.Config, platform Platform) []route {
	var routes []route

	if first, link, isThere := firstNetwork(platform); isThere {
		routes = append(routes, route{link: link, gateway: first.Gateway})

		if first.Gateway.Is4() && !first.Address.Contains(first.Gateway) {
			routes = append(routes, route{link: link, destination: netip.PrefixFrom(first.Gateway, first.Gateway.BitLen())})
		}
	}

	if platform.CloudInit {
		for _, link := range plugged(platform.Links, func(Link) bool { return true }) {
			for _, gateway := range link.Card.Gateways {
				routes = append(routes, route{link: link.Name, gateway: gateway})
			}
		}
	}

	if configuration == nil {
		return routes
	}

	return append(routes, configuredRoutes(configuration, withAliases(platform.Links, configuration.NetworkLinkAliasConfigs()))...)
}

func configuredRoutes(configuration config.Config, links []Link) []route {
	var routes []route

	for _, document := range configuration.NetworkCommonLinkConfigs() {
		below := carried(links, configuration, document.Name())
		if len(below) == 0 {
			continue
		}

		for _, written := range document.Routes() {
			routes = append(routes, route{
				link: below[0].Name, destination: written.Destination().ValueOrZero(), gateway: written.Gateway().ValueOrZero(),
			})
		}
	}

	for _, device := range devices(configuration) {
		below := carriers(links, configuration, device)
		if device.Ignore() || len(below) == 0 {
			continue
		}

		written := device.Routes()
		for _, vlan := range device.Vlans() {
			written = append(slices.Clone(written), vlan.Routes()...)
		}

		for _, each := range written {
			// the configuration has been validated; what is empty is no address
			destination, _ := netip.ParsePrefix(each.Network())
			gateway, _ := netip.ParseAddr(each.Gateway())
			routes = append(routes, route{link: below[0].Name, destination: destination, gateway: gateway})
		}
	}

	return routes
}

// firstNetwork is what kernel arguments say of a card that is there, with the name of that card.
func firstNetwork(platform Platform) (machine.FirstNetwork, string, bool) {
	first, isWritten := platform.Image.FirstNetwork()
	if !isWritten {
		return first, "", false
	}

	below := plugged(platform.Links, func(link Link) bool { return link.Name == first.Link })
	if len(below) == 0 {
		return first, "", false
	}

	return first, below[0].Name, true
}
