package talos_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cosi-project/runtime/api/v1alpha1"
	"github.com/cosi-project/runtime/pkg/resource"
	"github.com/cosi-project/runtime/pkg/state"
	"github.com/cosi-project/runtime/pkg/state/impl/inmem"
	"github.com/cosi-project/runtime/pkg/state/impl/namespaced"
	"github.com/cosi-project/runtime/pkg/state/protobuf/server"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	sidero "github.com/siderolabs/crypto/x509"
	"github.com/siderolabs/talos/pkg/machinery/api/common"
	machineapi "github.com/siderolabs/talos/pkg/machinery/api/machine"
	"github.com/siderolabs/talos/pkg/machinery/api/storage"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/types/known/anypb"
	"google.golang.org/protobuf/types/known/emptypb"

	"cdktf-proxmox-talos/simulator/internal/standin"
)

var unknownText = tftypes.NewValue(tftypes.String, tftypes.UnknownValue)

// fakeNode is a node that answers as it is told, and remembers what it was asked and by whom.
type fakeNode struct {
	machineapi.UnimplementedMachineServiceServer
	storage.UnimplementedStorageServiceServer

	address string
	// fail returns the error of a call, by its number from 1 among those of the same method.
	fail    func(method string, number int) error
	reboots bool
	// silentUntilReset hides the events until a reset is taken; missed ends them without telling of it.
	silentUntilReset, missed bool
	kubeconfig               string
	state                    state.State
	// stop switches the node off.
	stop func()

	mutex   sync.Mutex
	calls   []string
	counts  map[string]int
	applied []*machineapi.ApplyConfigurationRequest
	resets  []*machineapi.ResetRequest
	accept  chan struct{}
	bootIDs []string
}

// startNode serves a node on port 50000. Without an authority it is in maintenance mode; with one it wants the
// certificates of the cluster.
func startNode(t *testing.T, address string, authority *sidero.PEMEncodedCertificateAndKey) *fakeNode {
	t.Helper()

	node := &fakeNode{
		address: address,
		fail:    func(string, int) error { return nil },
		counts:  map[string]int{},
		state:   state.WrapCore(namespaced.NewState(inmem.Build)),
		accept:  make(chan struct{}, 1),
		bootIDs: []string{"first", "second"},
	}

	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp4", net.JoinHostPort(address, "50000"))
	if err != nil {
		t.Fatal(err)
	}

	served := grpc.NewServer(
		grpc.Creds(credentials.NewTLS(serverTLS(t, address, authority))),
		grpc.UnaryInterceptor(func(ctx context.Context, message any, info *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (any, error) {
			if err := node.record(ctx, info.FullMethod); err != nil {
				return nil, err
			}

			return handler(ctx, message)
		}),
		grpc.StreamInterceptor(func(service any, stream grpc.ServerStream, info *grpc.StreamServerInfo, handler grpc.StreamHandler) error {
			if err := node.record(stream.Context(), info.FullMethod); err != nil {
				return err
			}

			return handler(service, stream)
		}),
	)
	machineapi.RegisterMachineServiceServer(served, node)
	storage.RegisterStorageServiceServer(served, node)
	v1alpha1.RegisterStateServer(served, server.NewState(node.state))

	go served.Serve(listener) //nolint:errcheck // ends with the test

	node.stop = served.Stop
	t.Cleanup(served.Stop)

	return node
}

func serverTLS(t *testing.T, address string, authority *sidero.PEMEncodedCertificateAndKey) *tls.Config {
	t.Helper()

	config := &tls.Config{MinVersion: tls.VersionTLS12}
	signer := authority

	if authority == nil {
		own, err := sidero.NewSelfSignedCertificateAuthority()
		if err != nil {
			t.Fatal(err)
		}

		signer = sidero.NewCertificateAndKeyFromCertificateAuthority(own)
	} else {
		config.ClientAuth = tls.RequireAndVerifyClientCert
		config.ClientCAs = x509.NewCertPool()
		config.ClientCAs.AppendCertsFromPEM(authority.Crt)
	}

	parsed, err := sidero.NewCertificateAuthorityFromCertificateAndKey(signer)
	if err != nil {
		t.Fatal(err)
	}

	pair, err := sidero.NewKeyPair(parsed,
		sidero.IPAddresses([]net.IP{netip.MustParseAddr(address).AsSlice()}),
		sidero.NotAfter(time.Now().Add(time.Hour)),
		sidero.ExtKeyUsage([]x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}),
	)
	if err != nil {
		t.Fatal(err)
	}

	config.Certificates = []tls.Certificate{*pair.Certificate}

	return config
}

// record notes method and target, with a lock where the caller has shown a certificate.
func (n *fakeNode) record(ctx context.Context, method string) error {
	name := method[strings.LastIndex(method, "/")+1:]
	headers, _ := metadata.FromIncomingContext(ctx)

	for _, header := range []string{"node", "nodes"} {
		if targets := headers.Get(header); len(targets) > 0 {
			name += " " + header + "=" + strings.Join(targets, ",")
		}
	}

	n.mutex.Lock()
	n.calls = append(n.calls, name)
	n.counts[method]++
	number := n.counts[method]
	n.mutex.Unlock()

	return n.fail(method[strings.LastIndex(method, "/")+1:], number)
}

// asked returns the calls so far and forgets them.
func (n *fakeNode) asked() []string {
	n.mutex.Lock()
	defer n.mutex.Unlock()

	calls := n.calls
	n.calls = nil

	return calls
}

func (n *fakeNode) expectAsked(t *testing.T, want ...string) {
	t.Helper()

	if got := n.asked(); !slices.Equal(got, want) {
		t.Errorf("%s was asked %q, want %q", n.address, got, want)
	}
}

func (n *fakeNode) put(t *testing.T, resources ...resource.Resource) {
	t.Helper()

	for _, each := range resources {
		if err := n.state.Create(t.Context(), each); err != nil {
			t.Fatal(err)
		}
	}
}

func (n *fakeNode) Disks(context.Context, *emptypb.Empty) (*storage.DisksResponse, error) {
	return &storage.DisksResponse{}, nil
}

func (n *fakeNode) ApplyConfiguration(_ context.Context, request *machineapi.ApplyConfigurationRequest) (*machineapi.ApplyConfigurationResponse, error) {
	n.mutex.Lock()
	defer n.mutex.Unlock()

	n.applied = append(n.applied, request)

	mode := machineapi.ApplyConfigurationRequest_NO_REBOOT
	if n.reboots {
		mode = machineapi.ApplyConfigurationRequest_REBOOT
	}

	return &machineapi.ApplyConfigurationResponse{Messages: []*machineapi.ApplyConfiguration{{Mode: mode}}}, nil
}

func (n *fakeNode) Bootstrap(context.Context, *machineapi.BootstrapRequest) (*machineapi.BootstrapResponse, error) {
	return &machineapi.BootstrapResponse{Messages: []*machineapi.Bootstrap{{}}}, nil
}

func (n *fakeNode) Version(ctx context.Context, _ *emptypb.Empty) (*machineapi.VersionResponse, error) {
	answer := &machineapi.VersionResponse{}
	for _, target := range n.targets(ctx) {
		answer.Messages = append(answer.Messages, &machineapi.Version{
			Metadata: target, Version: &machineapi.VersionInfo{Tag: "v1.13.9"}, Platform: &machineapi.PlatformInfo{Mode: "cloud"},
		})
	}

	return answer, nil
}

// targets are the nodes of the header, or this one.
func (n *fakeNode) targets(ctx context.Context) []*common.Metadata {
	headers, _ := metadata.FromIncomingContext(ctx)
	if len(headers.Get("nodes")) == 0 {
		return []*common.Metadata{nil}
	}

	var targets []*common.Metadata
	for _, name := range headers.Get("nodes") {
		targets = append(targets, &common.Metadata{Hostname: name})
	}

	return targets
}

func (n *fakeNode) Kubeconfig(_ *emptypb.Empty, stream grpc.ServerStreamingServer[common.Data]) error {
	var archive bytes.Buffer

	compressed := gzip.NewWriter(&archive)
	files := tar.NewWriter(compressed)

	if err := files.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: "kubeconfig", Size: int64(len(n.kubeconfig)), Mode: 0o600}); err != nil {
		return err
	}

	if _, err := files.Write([]byte(n.kubeconfig)); err != nil {
		return err
	}

	if err := files.Close(); err != nil {
		return err
	}

	if err := compressed.Close(); err != nil {
		return err
	}

	return stream.Send(&common.Data{Bytes: archive.Bytes()})
}

// Events says hello, waits for a reset and then tells that services stop.
func (n *fakeNode) Events(_ *machineapi.EventsRequest, stream grpc.ServerStreamingServer[machineapi.Event]) error {
	if !n.silentUntilReset {
		if err := stream.Send(&machineapi.Event{}); err != nil {
			return err
		}
	}

	select {
	case <-n.accept:
	case <-stream.Context().Done():
		return nil
	}

	if n.missed {
		return nil
	}

	if n.silentUntilReset {
		if err := stream.Send(&machineapi.Event{}); err != nil {
			return err
		}
	}

	payload, err := anypb.New(&machineapi.TaskEvent{Task: "stopAllServices"})
	if err != nil {
		return err
	}

	payload.TypeUrl = "talos/runtime/" + string((&machineapi.TaskEvent{}).ProtoReflect().Descriptor().FullName())

	return stream.Send(&machineapi.Event{Id: "1", ActorId: "someone", Data: payload})
}

func (n *fakeNode) Reset(_ context.Context, request *machineapi.ResetRequest) (*machineapi.ResetResponse, error) {
	n.mutex.Lock()
	n.resets = append(n.resets, request)
	n.mutex.Unlock()

	n.accept <- struct{}{}

	return &machineapi.ResetResponse{Messages: []*machineapi.Reset{{ActorId: "me"}}}, nil
}

func (n *fakeNode) Read(_ *machineapi.ReadRequest, stream grpc.ServerStreamingServer[common.Data]) error {
	n.mutex.Lock()
	id := n.bootIDs[0]
	n.bootIDs = n.bootIDs[1:]
	n.mutex.Unlock()

	return stream.Send(&common.Data{Bytes: []byte(id + "\n")})
}

// decoded reads a text of a state that is base64.
func decoded(t *testing.T, values standin.Values, names ...string) []byte {
	t.Helper()

	content, err := base64.StdEncoding.DecodeString(standin.Text(standin.At(values, names...)))
	if err != nil {
		t.Fatal(err)
	}

	return content
}

// authority is a CA of machine_secrets.
func authority(t *testing.T, secrets standin.Values, name string) *sidero.PEMEncodedCertificateAndKey {
	t.Helper()

	return &sidero.PEMEncodedCertificateAndKey{
		Crt: decoded(t, secrets, "machine_secrets", "certs", name, "cert"),
		Key: decoded(t, secrets, "machine_secrets", "certs", name, "key"),
	}
}
