package kubernetes

import (
	"fmt"
	"net"
	"net/netip"
	"slices"

	"github.com/siderolabs/talos/pkg/machinery/config/config"
)

// virtualIPs are the addresses that the control planes of a machine configuration share.
func virtualIPs(cfg config.Config) ([]netip.Addr, error) {
	var addresses []netip.Addr

	for _, vip := range cfg.NetworkVirtualIPConfigs() {
		addresses = append(addresses, vip.VIP())
	}

	var written []string

	if cfg.Machine() != nil {
		for _, device := range cfg.Machine().Network().Devices() {
			if vip := device.VIPConfig(); vip != nil {
				written = append(written, vip.IP())
			}

			for _, vlan := range device.Vlans() {
				if vip := vlan.VIPConfig(); vip != nil {
					written = append(written, vip.IP())
				}
			}
		}
	}

	for _, text := range written {
		address, err := netip.ParseAddr(text)
		if err != nil {
			return nil, fmt.Errorf("the virtual IP %q is not an address", text)
		}

		addresses = append(addresses, address)
	}

	slices.SortFunc(addresses, netip.Addr.Compare)

	return slices.Compact(addresses), nil
}

// freePort finds a TCP port that nothing listens on.
func freePort(address netip.Addr) (netip.AddrPort, error) {
	listener, err := net.Listen("tcp4", netip.AddrPortFrom(address, 0).String())
	if err != nil {
		return netip.AddrPort{}, fmt.Errorf("no port of %s is free: %w", address, err)
	}

	port := listener.Addr().(*net.TCPAddr).Port

	return netip.AddrPortFrom(address, uint16(port)), listener.Close()
}

func stdIPs(addresses ...netip.Addr) []net.IP {
	ips := make([]net.IP, 0, len(addresses))
	for _, address := range addresses {
		ips = append(ips, address.AsSlice())
	}

	return ips
}
