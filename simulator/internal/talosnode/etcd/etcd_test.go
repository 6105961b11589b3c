package etcd_test

import (
	"errors"
	"net/netip"
	"testing"

	"cdktf-proxmox-talos/simulator/internal/talosnode/etcd"
)

const cluster = "cluster"

func member(name string) etcd.Member {
	return etcd.Member{MachineID: name, Hostname: "host-" + name, Address: netip.AddrFrom4([4]byte{127, 23, 0, name[0]})}
}

func TestQuorum(t *testing.T) {
	for _, test := range []struct {
		name    string
		members []string
		down    map[string]bool
		leaves  string
		want    error
	}{
		{"one of three", []string{"a", "b", "c"}, nil, "a", nil},
		{"one of two", []string{"a", "b"}, nil, "b", nil},
		{"the last", []string{"a"}, nil, "a", etcd.ErrNotEnoughStarted},
		{"a running one while another is down", []string{"a", "b", "c"}, map[string]bool{"c": true}, "a", etcd.ErrUnhealthy},
		{"the one that is down", []string{"a", "b", "c"}, map[string]bool{"c": true}, "c", nil},
		{"without quorum", []string{"a", "b", "c"}, map[string]bool{"b": true, "c": true}, "c", etcd.ErrNoLeader},
		{"one that is none", []string{"a"}, nil, "x", etcd.ErrMemberNotFound},
	} {
		t.Run(test.name, func(t *testing.T) {
			started := func(id string) bool { return !test.down[id] }
			clusters := etcd.NewClusters()
			clusters.Bootstrap(cluster, member(test.members[0]))

			for _, other := range test.members[1:] {
				if err := clusters.Join(cluster, member(other), func(string) bool { return true }); err != nil {
					t.Fatal(err)
				}
			}

			if err := clusters.Leave(cluster, test.leaves, started); !errors.Is(err, test.want) {
				t.Fatalf("got %v, want %v", err, test.want)
			}

			left := len(test.members)
			if test.want == nil {
				left--
			}

			if now := len(clusters.Members(cluster)); now != left {
				t.Errorf("%d members are left, want %d", now, left)
			}
		})
	}
}

func TestJoin(t *testing.T) {
	clusters, all := etcd.NewClusters(), func(string) bool { return true }

	if err := clusters.Join(cluster, member("a"), all); !errors.Is(err, etcd.ErrNoLeader) {
		t.Errorf("joined nothing: %v", err)
	}

	if id := clusters.Bootstrap(cluster, member("a")); id != cluster {
		t.Errorf("the first etcd is %q", id)
	}

	if err := clusters.Join(cluster, member("b"), all); err != nil {
		t.Fatal(err)
	}

	first := clusters.Members(cluster)[1].ID
	again := member("b")
	again.MachineID = "recreated"

	if err := clusters.Join(cluster, again, all); err != nil {
		t.Fatal(err)
	}

	members := clusters.Members(cluster)
	if len(members) != 2 || members[1].MachineID != "recreated" || members[1].ID == first {
		t.Errorf("members %v", members)
	}
}

func TestAddresses(t *testing.T) {
	clusters, all := etcd.NewClusters(), func(string) bool { return true }
	clusters.Bootstrap(cluster, member("a"))

	taken := member("b")
	taken.Others = []netip.Addr{member("a").Address}

	if err := clusters.Join(cluster, taken, all); !errors.Is(err, etcd.ErrPeerURLExists) {
		t.Errorf("joined under the address of another member: %v", err)
	}

	if err := clusters.Join(cluster, member("b"), all); err != nil {
		t.Fatal(err)
	}

	if err := clusters.Move(cluster, taken); !errors.Is(err, etcd.ErrPeerURLExists) {
		t.Errorf("moved to the address of another member: %v", err)
	}

	moved := member("b")
	moved.Address, moved.Hostname = netip.MustParseAddr("127.23.1.1"), "renamed"

	if err := clusters.Move(cluster, moved); err != nil {
		t.Fatal(err)
	}

	members := clusters.Members(cluster)
	if len(members) != 2 || members[1].Hostname != "renamed" || members[1].PeerURLs()[0] != "https://127.23.1.1:2380" || members[1].ID == 0 {
		t.Errorf("members %v", members)
	}

	// nothing is left of a member whose name comes back, so its address is free
	again := moved
	again.MachineID = "made again"

	if err := clusters.Join(cluster, again, all); err != nil {
		t.Error(err)
	}
}

func TestSplitBrain(t *testing.T) {
	clusters, all := etcd.NewClusters(), func(string) bool { return true }
	first, second := clusters.Bootstrap(cluster, member("a")), clusters.Bootstrap(cluster, member("b"))

	if ids := clusters.Of(cluster); first == second || len(ids) != 2 || ids[0] != first || ids[1] != second {
		t.Fatalf("%q and %q of %v", first, second, ids)
	}

	for _, id := range []string{first, second} {
		if len(clusters.Members(id)) != 1 || !clusters.HasQuorum(id, all) {
			t.Errorf("%s has %v", id, clusters.Members(id))
		}
	}

	clusters.Forget(first)

	if ids := clusters.Of(cluster); len(ids) != 1 || ids[0] != second {
		t.Errorf("left are %v", ids)
	}
}
