package machine

import (
	"fmt"
	"net"
	"net/netip"
	"strings"
)

// FirstNetwork is what a kernel argument ip= says of a card, so that a machine has it before its configuration.
type FirstNetwork struct {
	Address netip.Prefix
	Gateway netip.Addr
	// Link is the name of the card, such as eth0.
	Link string
}

// ipFields are address, server, gateway, netmask, hostname, card and autoconfiguration.
const ipFields = 7

// FirstNetwork returns what the kernel arguments of the image say, if they say anything.
func (i Image) FirstNetwork() (FirstNetwork, bool) {
	for _, argument := range i.KernelArgs {
		if found, isOne, err := ParseIPArgument(argument); isOne && err == nil {
			return found, true
		}
	}

	return FirstNetwork{}, false
}

// Argument returns the values of a kernel argument, in their order; none if it is not given.
func (i Image) Argument(name string) []string {
	var values []string

	for _, argument := range i.KernelArgs {
		if value, isOne := strings.CutPrefix(argument, name+"="); isOne {
			values = append(values, value)
		}
	}

	return values
}

// ParseIPArgument reads a kernel argument ip=<address>::<gateway>:<netmask>::<card>:off of IPv4; other forms of it are an
// error, other arguments are none.
func ParseIPArgument(argument string) (found FirstNetwork, isOne bool, err error) {
	value, isOne := strings.CutPrefix(argument, "ip=")
	if !isOne {
		return found, false, nil
	}

	fields := strings.Split(value, ":")
	if len(fields) != ipFields || fields[1] != "" || fields[4] != "" || fields[5] == "" || fields[6] != "off" {
		return found, true, fmt.Errorf("%s is not of the form ip=<address>::<gateway>:<netmask>::<card>:off", argument)
	}

	address, err := netip.ParseAddr(fields[0])
	if err != nil {
		return found, true, fmt.Errorf("cmdline address parse failure: %w", err)
	}

	gateway, err := netip.ParseAddr(fields[2])
	if err != nil {
		return found, true, fmt.Errorf("cmdline gateway parse failure: %w", err)
	}

	netmask, err := netip.ParseAddr(fields[3])
	if err != nil {
		return found, true, fmt.Errorf("cmdline netmask parse failure: %w", err)
	}

	bits, _ := net.IPMask(netmask.AsSlice()).Size()

	return FirstNetwork{Address: netip.PrefixFrom(address, bits), Gateway: gateway, Link: fields[5]}, true, nil
}
