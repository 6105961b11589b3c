package talosnode

import (
	"net/netip"
	"slices"
	"strings"
	"sync"

	"cdktf-proxmox-talos/simulator/internal/machine"
)

// DHCPServer gives addresses to network cards that ask for one.
type DHCPServer struct {
	// Networks are where the server listens, as a network card is plugged in: vmbr0, or vmbr0.10 for a VLAN.
	Networks []string `json:"networks"`
	// Reservations are the addresses that are kept for cards, by MAC address in upper case.
	Reservations map[string]netip.Prefix `json:"reservations"`
	// Pool is the first address for all others, which get it and those behind it in turn.
	Pool netip.Prefix `json:"pool"`
}

// leases remember what all servers have given away: a card that asks again gets the same.
type leases struct {
	servers []DHCPServer

	mu    sync.Mutex
	given map[string]netip.Prefix
}

// askedBy returns network cards with the addresses that servers of their networks give them.
func (l *leases) askedBy(cards []machine.Card) []machine.Card {
	served := slices.Clone(cards)

	for index, card := range served {
		for _, server := range l.servers {
			if slices.Contains(server.Networks, card.Network) {
				served[index].Leased = []netip.Prefix{l.leased(server, strings.ToUpper(card.MAC))}
			}
		}
	}

	return served
}

func (l *leases) leased(server DHCPServer, mac string) netip.Prefix {
	if reserved, isReserved := server.Reservations[mac]; isReserved {
		return reserved
	}

	l.mu.Lock()
	defer l.mu.Unlock()

	if known, isKnown := l.given[mac]; isKnown {
		return known
	}

	next := server.Pool.Addr()
	for slices.ContainsFunc(l.all(), func(taken netip.Prefix) bool { return taken.Addr() == next }) {
		next = next.Next()
	}

	l.given[mac] = netip.PrefixFrom(next, server.Pool.Bits())

	return l.given[mac]
}

// all are the addresses that are given away. The caller holds the lock.
func (l *leases) all() []netip.Prefix {
	var taken []netip.Prefix
	for _, one := range l.given {
		taken = append(taken, one)
	}

	return taken
}
