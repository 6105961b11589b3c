package homelab

import (
	"fmt"
	"net/netip"
)

// ShownAddresses is a range of loopback addresses with the range that stands in its place where a guest agent tells the
// addresses of a machine: the Proxmox provider takes no notice of loopback addresses.
type ShownAddresses struct {
	Loopback netip.Prefix `json:"loopback"`
	Shown    netip.Prefix `json:"shown"`
}

func (s ShownAddresses) check() error {
	if !s.Loopback.Addr().Is4() || !s.Loopback.Addr().IsLoopback() || !s.Shown.Addr().Is4() || s.Loopback.Bits() != s.Shown.Bits() {
		return fmt.Errorf("shownAddresses: %s cannot be shown as %s; write two IPv4 ranges of one size, the first one in 127.0.0.0/8",
			s.Loopback, s.Shown)
	}

	return nil
}

// shown returns what a machine says its address is.
func shown(ranges []ShownAddresses, address netip.Addr) netip.Addr {
	for _, each := range ranges {
		if each.Loopback.Contains(address) {
			return each.swap(address)
		}
	}

	return address
}

// swap keeps the part of the address that tells machines apart.
func (s ShownAddresses) swap(address netip.Addr) netip.Addr {
	from, to := address.As4(), s.Shown.Addr().As4()

	for bit := s.Shown.Bits(); bit < 32; bit++ {
		mask := byte(1) << (7 - bit%8)
		to[bit/8] = to[bit/8]&^mask | from[bit/8]&mask
	}

	return netip.AddrFrom4(to)
}
