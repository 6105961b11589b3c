package talosnode_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	"github.com/siderolabs/talos/pkg/machinery/client"
	machinetype "github.com/siderolabs/talos/pkg/machinery/config/machine"
)

// administrator is where calls of the tests come from.
const administrator = "127.0.0.1/32"

// blocking lets in only these networks, at ports by name.
func blocking(rules map[string][]string) string {
	ports := map[string]string{"apid": "50000", "trustd": "50001", "api": "6443", "etcd": "2379-2380"}
	text := "apiVersion: v1alpha1\nkind: NetworkDefaultActionConfig\ningress: block\n"

	for name, networks := range rules {
		text += fmt.Sprintf("---\napiVersion: v1alpha1\nkind: NetworkRuleConfig\nname: %s\nportSelector: {ports: [%s], protocol: tcp}\ningress: [{subnet: %s}]\n",
			name, ports[name], strings.Join(networks, "}, {subnet: "))
	}

	return text
}

// reconfigure changes the configuration of a machine that runs.
func (l *lab) reconfigure(host int, machineType machinetype.Type, patches ...string) {
	l.Helper()

	if _, err := l.apply(l.secure(host), l.configuration(host, machineType, patches...), machineapi.ApplyConfigurationRequest_AUTO); err != nil {
		l.Fatal(err)
	}
}

// isSilent says whether a machine gives no answer at all.
func (l *lab) isSilent(through int, of int) bool {
	l.Helper()

	ctx, cancel := context.WithTimeout(l.Context(), 400*time.Millisecond)
	defer cancel()

	_, err := l.secure(through).Version(client.WithNode(ctx, l.address(of)))

	return err != nil && ctx.Err() != nil
}

func TestWhoeverIsNotLetInIsLockedOut(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 44)
	lab.cluster(1, 1)

	before := lab.secure(1)
	if _, err := before.Version(t.Context()); err != nil {
		t.Fatal(err)
	}

	machines := lab.network + "0/24"
	lab.reconfigure(11, machinetype.TypeWorker, blocking(map[string][]string{"apid": {lab.address(1) + "/32"}}))

	if !lab.isSilent(11, 11) {
		t.Error("a worker answers somebody who is not let in")
	}

	if lab.isSilent(1, 11) {
		t.Error("a worker does not answer its control plane, which is let in")
	}

	lab.reconfigure(1, machinetype.TypeControlPlane, blocking(map[string][]string{"apid": {machines, administrator}}))

	if lab.isSilent(1, 1) {
		t.Error("a control plane does not answer an administrator")
	}

	lab.reconfigure(1, machinetype.TypeControlPlane, blocking(map[string][]string{"apid": {machines}}))

	if !lab.isSilent(1, 1) {
		t.Error("a control plane answers somebody who is not let in")
	}

	ctx, cancel := context.WithTimeout(t.Context(), 400*time.Millisecond)
	defer cancel()

	data := lab.configuration(1, machinetype.TypeControlPlane)
	if _, err := lab.secure(1).ApplyConfiguration(ctx, &machineapi.ApplyConfigurationRequest{Data: data}); err == nil {
		t.Error("a control plane takes a configuration from somebody who is not let in")
	}

	// a connection that was open before goes on
	if _, err := before.Version(t.Context()); err != nil {
		t.Errorf("an open connection: %v", err)
	}
}

func TestAMachineNeedsWhatItIsLetInto(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 45)
	lab.cluster(1, 0)

	closed := map[string][]string{"apid": {administrator}}
	lab.reconfigure(1, machinetype.TypeControlPlane, blocking(closed))

	// nobody signs the certificate of a worker
	lab.configured(11, machinetype.TypeWorker)
	time.Sleep(200 * time.Millisecond)

	if node := lab.node(11); node.Address.IsValid() {
		t.Errorf("a worker that does not reach trustd answers at %s", node.Address)
	}

	closed["trustd"] = []string{lab.address(11) + "/32"}
	lab.reconfigure(1, machinetype.TypeControlPlane, blocking(closed))
	lab.await(11, "booting")
	time.Sleep(200 * time.Millisecond)

	if lab.kubernetes.made("join node-11") > 0 {
		t.Error("a worker that does not reach the API is in the cluster")
	}

	closed["api"] = []string{lab.network + "0/24"}
	lab.reconfigure(1, machinetype.TypeControlPlane, blocking(closed))
	lab.await(11, "running")

	// no member of etcd talks to a second one
	lab.configured(2, machinetype.TypeControlPlane)
	lab.etcdSays(2, "cannot join: etcdserver: no leader")

	closed["etcd"] = []string{lab.address(2) + "/32"}
	lab.reconfigure(1, machinetype.TypeControlPlane, blocking(closed))
	lab.await(2, "running")
}

func TestARuleClosesItsPortsToOthersWhereAllElseIsOpen(t *testing.T) {
	t.Parallel()

	lab := newLab(t, 46)
	lab.cluster(1, 0)

	rule := "apiVersion: v1alpha1\nkind: NetworkRuleConfig\nname: apid\nportSelector: {ports: [%s], protocol: %s}\ningress: [{subnet: 10.0.0.0/8}]\n"
	lab.reconfigure(1, machinetype.TypeControlPlane, fmt.Sprintf(rule, "30000-32767", "tcp"), fmt.Sprintf(rule, "50000", "udp"))

	if lab.isSilent(1, 1) {
		t.Error("a rule closes ports that it is not about")
	}

	lab.reconfigure(1, machinetype.TypeControlPlane, fmt.Sprintf(rule, "49999-50000", "tcp"))

	if !lab.isSilent(1, 1) {
		t.Error("a rule does not close its ports to those that it does not name")
	}
}
