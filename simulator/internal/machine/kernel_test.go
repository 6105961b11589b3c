package machine_test

import (
	"net/netip"
	"strings"
	"testing"

	"cdktf-proxmox-talos/simulator/internal/machine"
)

func TestParseIPArgument(t *testing.T) {
	found, isOne, err := machine.ParseIPArgument("ip=203.0.113.10::198.51.100.1:255.255.255.248::eth0:off")
	want := machine.FirstNetwork{Address: netip.MustParsePrefix("203.0.113.10/29"), Gateway: netip.MustParseAddr("198.51.100.1"), Link: "eth0"}

	if err != nil || !isOne || found != want {
		t.Errorf("got %+v, %t, %v, want %+v", found, isOne, err, want)
	}

	if _, isOne, err := machine.ParseIPArgument("console=ttyS0"); isOne || err != nil {
		t.Errorf("another argument: %t, %v", isOne, err)
	}

	for argument, want := range map[string]string{
		"ip=dhcp":                                  "not of the form",
		"ip=10.0.0.1::10.0.0.254:255.255.255.0":    "not of the form",
		"ip=10.0.0.1::10.0.0.254:255.255.255.0:::": "not of the form",
		"ip=a::10.0.0.254:255.255.255.0::eth0:off": "address parse failure",
		"ip=10.0.0.1::a:255.255.255.0::eth0:off":   "gateway parse failure",
		"ip=10.0.0.1::10.0.0.254:24::eth0:off":     "netmask parse failure",
	} {
		if _, isOne, err := machine.ParseIPArgument(argument); !isOne || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %t, %v, want %s", argument, isOne, err, want)
		}
	}
}
