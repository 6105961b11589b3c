package homelab

import (
	"net/netip"
	"testing"
)

func TestShownAddresses(t *testing.T) {
	ranges := []ShownAddresses{
		{Loopback: netip.MustParsePrefix("127.7.150.0/24"), Shown: netip.MustParsePrefix("10.25.150.0/24")},
		{Loopback: netip.MustParsePrefix("127.7.0.0/16"), Shown: netip.MustParsePrefix("10.200.0.0/16")},
		{Loopback: netip.MustParsePrefix("127.8.0.0/20"), Shown: netip.MustParsePrefix("192.168.16.0/20")},
	}

	for address, want := range map[string]string{
		"127.7.150.11": "10.25.150.11",
		"127.7.5.1":    "10.200.5.1",
		"127.8.15.9":   "192.168.31.9",
		"127.8.16.1":   "127.8.16.1",
	} {
		if got := shown(ranges, netip.MustParseAddr(address)); got.String() != want {
			t.Errorf("%s is shown as %s, want %s", address, got, want)
		}
	}
}

func TestRangesThatCannotBeShown(t *testing.T) {
	for _, each := range []ShownAddresses{
		{Loopback: netip.MustParsePrefix("127.7.0.0/16"), Shown: netip.MustParsePrefix("10.0.0.0/24")},
		{Loopback: netip.MustParsePrefix("10.7.0.0/16"), Shown: netip.MustParsePrefix("10.0.0.0/16")},
		{Loopback: netip.MustParsePrefix("127.7.0.0/16"), Shown: netip.MustParsePrefix("fd00::/16")},
		{},
	} {
		if each.check() == nil {
			t.Errorf("%+v was taken", each)
		}
	}
}
