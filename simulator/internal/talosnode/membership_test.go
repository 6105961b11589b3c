package talosnode_test

import (
	"fmt"
	"testing"
	"time"

	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	"github.com/siderolabs/talos/pkg/machinery/client"
	machinetype "github.com/siderolabs/talos/pkg/machinery/config/machine"
	"google.golang.org/grpc/codes"

	"cdktf-proxmox-talos/simulator/internal/talosnode/etcd"
)

func (l *lab) members(id string) []etcd.Member { return l.server.Inventory().Etcd[id] }

// member is that of the first etcd with a name.
func (l *lab) member(hostname string) etcd.Member {
	for _, member := range l.members(bundle().Cluster.ID) {
		if member.Hostname == hostname {
			return member
		}
	}

	return etcd.Member{}
}

// etcdSays waits until the etcd of a machine does not run for a reason.
func (l *lab) etcdSays(host int, reason string) {
	l.Helper()
	l.eventually(func() error {
		services, err := l.secure(host).ServiceInfo(l.Context(), "etcd")
		if err != nil {
			return err
		}

		if got := services[0].Service.GetHealth().GetLastMessage(); got != reason {
			return fmt.Errorf("etcd says %q, want %q", got, reason)
		}

		return nil
	})
}

func static(host int, address string) string {
	return fmt.Sprintf("apiVersion: v1alpha1\nkind: LinkConfig\nname: eth0\naddresses: [{address: %s/24}]\n", address)
}

// A control plane under another name, at the address of one that has gone without leaving.
func TestSecondMemberWithOneAddress(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 36)
	lab.cluster(3, 0)
	lab.server.Remove(lab.machine(3).ID)

	renamed := lab.machine(3)
	renamed.ID = "main/pve1/33"

	if err := lab.server.PowerOn(renamed); err != nil {
		t.Fatal(err)
	}

	lab.eventually(func() error { return second(lab.insecure(3).Version(t.Context())) })

	if _, err := lab.apply(lab.insecure(3), lab.configuration(33, machinetype.TypeControlPlane), machineapi.ApplyConfigurationRequest_AUTO); err != nil {
		t.Fatal(err)
	}

	lab.etcdSays(3, "cannot join: error adding member: etcdserver: Peer URLs already exists")

	if members := lab.members(bundle().Cluster.ID); len(members) != 3 {
		t.Errorf("members %v", members)
	}

	// once the dead member is removed there is room
	gone := lab.member("node-3")
	if err := lab.secure(1).EtcdRemoveMemberByID(t.Context(), &machineapi.EtcdRemoveMemberByIDRequest{MemberId: gone.ID}); err != nil {
		t.Fatal(err)
	}

	lab.eventually(func() error {
		if members := lab.members(bundle().Cluster.ID); len(members) != 3 || lab.member("node-33").Address.String() != lab.address(3) {
			return fmt.Errorf("members %v", members)
		}

		return nil
	})
}

func TestAdvertisedSubnets(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 37)
	subnets := func(text string) string { return "cluster: {etcd: {advertisedSubnets: ['" + text + "']}}\n" }

	// no address of the machine lies there: etcd waits, and with it all that comes behind
	lab.configured(1, machinetype.TypeControlPlane, subnets("10.0.0.0/8"))
	lab.await(1, "booting")
	lab.etcdSays(1, "no address of the machine lies in cluster.etcd.advertisedSubnets 10.0.0.0/8")
	lab.eventually(func() error { return lab.secure(1).Bootstrap(t.Context(), &machineapi.BootstrapRequest{}) })

	time.Sleep(200 * time.Millisecond)

	if node := lab.node(1); node.Stage != "booting" || len(lab.members(bundle().Cluster.ID)) != 0 {
		t.Errorf("it is %s, members %v", node.Stage, lab.members(bundle().Cluster.ID))
	}

	// the bootstrap goes on when there is one
	right := lab.configuration(1, machinetype.TypeControlPlane, static(1, lab.address(101)), subnets(lab.network+"101/32"))
	if _, err := lab.apply(lab.secure(1), right, machineapi.ApplyConfigurationRequest_NO_REBOOT); err != nil {
		t.Fatal(err)
	}

	lab.await(1, "running")

	if members := lab.members(bundle().Cluster.ID); len(members) != 1 || members[0].Address.String() != lab.address(101) {
		t.Errorf("members %v", members)
	}

	// without subnets it is the first address, with both it is both
	lab.configured(2, machinetype.TypeControlPlane, static(2, lab.address(102)))
	lab.await(2, "running")
	lab.configured(3, machinetype.TypeControlPlane, static(3, lab.address(103)), subnets(lab.network+"0/24"))
	lab.await(3, "running")

	if member := lab.member("node-2"); member.Address.String() != lab.address(2) || len(member.Others) != 0 {
		t.Errorf("without subnets %v", member)
	}

	if got, want := fmt.Sprint(lab.member("node-3").PeerURLs()), fmt.Sprintf("[https://%s:2380 https://%s:2380]", lab.address(3), lab.address(103)); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// A bootstrap of another control plane that has not joined yet makes a second cluster.
func TestSplitBrain(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 38)
	first, other := bundle().Cluster.ID, bundle().Cluster.ID+"#2"
	bootstrap := func(host int) error { return lab.secure(host).Bootstrap(t.Context(), &machineapi.BootstrapRequest{}) }

	lab.configured(1, machinetype.TypeControlPlane)
	lab.await(1, "booting")

	// its etcd waits for an address, so it does not join meanwhile
	lab.configured(2, machinetype.TypeControlPlane, "cluster: {etcd: {advertisedSubnets: [10.0.0.0/8]}}\n")
	lab.await(2, "booting")

	for host := 1; host <= 2; host++ {
		lab.eventually(func() error { return bootstrap(host) })
	}

	lab.await(1, "running")

	if _, err := lab.apply(lab.secure(2), lab.configuration(2, machinetype.TypeControlPlane), machineapi.ApplyConfigurationRequest_NO_REBOOT); err != nil {
		t.Fatal(err)
	}

	lab.await(1, "running")
	lab.await(2, "running")

	if one, two := lab.members(first), lab.members(other); len(one) != 1 || len(two) != 1 || two[0].Hostname != "node-2" {
		t.Errorf("%v beside %v", one, two)
	}

	if lab.kubernetes.made("bootstrap node-2 "+lab.address(2)+" etcd 2") != 1 {
		t.Errorf("Kubernetes: %v", lab.kubernetes.calls)
	}

	for host := 1; host <= 2; host++ {
		answer, err := lab.secure(host).EtcdMemberList(t.Context(), &machineapi.EtcdMemberListRequest{})
		if err != nil || len(answer.GetMessages()[0].GetMembers()) != 1 {
			t.Errorf("machine %d knows %v, %v", host, answer, err)
		}

		lab.wants(bootstrap(host), codes.AlreadyExists, "etcd data directory is not empty")
	}

	// who comes later joins the first
	lab.configured(3, machinetype.TypeControlPlane)
	lab.await(3, "running")

	if one := lab.members(first); len(one) != 2 {
		t.Errorf("members %v", one)
	}
}

// Who starts to listen when the answer is there misses nothing.
func TestEventsAfterTheAnswer(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 39)
	lab.cluster(1, 1)

	node := lab.secure(11)
	if err := node.Reset(t.Context(), false, false); err != nil {
		t.Fatal(err)
	}

	events := make(chan client.EventResult, 100)
	if err := node.EventsWatchV2(t.Context(), events); err != nil {
		t.Fatal(err)
	}

	var seen []string

	for result := range events {
		if result.Error != nil {
			t.Fatalf("%v after %v", result.Error, seen)
		}

		switch event := result.Event.Payload.(type) {
		case *machineapi.SequenceEvent:
			seen = append(seen, event.GetSequence())
		case *machineapi.TaskEvent:
			if event.GetTask() == "stopAllServices" {
				if len(seen) == 0 || seen[0] != "reset" {
					t.Errorf("the beginning was missed: %v", seen)
				}

				return
			}
		}
	}

	t.Errorf("the stream ended after %v", seen)
}
