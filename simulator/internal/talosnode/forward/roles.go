// Package forward is the front door of a machine's API: who may call what, and which machine of the cluster answers.
package forward

import (
	"context"
	"strings"

	"github.com/siderolabs/talos/pkg/machinery/constants"
	"github.com/siderolabs/talos/pkg/machinery/role"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"
)

// forReaders are the methods that disclose no secret. Everybody may call them in maintenance mode; what is applied or
// wiped there is decided by the method itself.
var forReaders = map[string]bool{
	"/machine.MachineService/ApplyConfiguration": true,
	"/machine.MachineService/EtcdMemberList":     true,
	"/machine.MachineService/Events":             true,
	"/machine.MachineService/Hostname":           true,
	"/machine.MachineService/Memory":             true,
	"/machine.MachineService/ServiceList":        true,
	"/machine.MachineService/Version":            true,
	"/machine.ImageService/List":                 true,
	"/storage.StorageService/Disks":              true,
	"/storage.StorageService/BlockDeviceWipe":    true,
	"/cosi.resource.State/Get":                   true,
	"/cosi.resource.State/List":                  true,
	"/cosi.resource.State/Watch":                 true,
}

// forOperators are the methods that manage a machine without disclosing a secret, beside those for readers.
var forOperators = map[string]bool{
	"/machine.MachineService/ImagePull":      true,
	"/machine.MachineService/Reboot":         true,
	"/machine.MachineService/Restart":        true,
	"/machine.MachineService/ServiceRestart": true,
	"/machine.MachineService/ServiceStart":   true,
	"/machine.MachineService/ServiceStop":    true,
	"/machine.MachineService/Shutdown":       true,
	"/machine.ImageService/Pull":             true,
}

type rolesKey struct{}

// IsAdmin says whether the caller may do everything.
func IsAdmin(ctx context.Context) bool {
	roles, _ := ctx.Value(rolesKey{}).(role.Set)

	return roles.Includes(role.Admin)
}

// authorize returns a context that knows the roles of the caller, or refuses the call.
func authorize(ctx context.Context, method string) (context.Context, error) {
	roles := rolesOf(ctx)

	switch {
	case roles.Includes(role.Admin):
	case roles.Includes(role.Operator) && (forReaders[method] || forOperators[method]):
	case roles.Includes(role.Reader) && forReaders[method]:
	default:
		return nil, status.Error(codes.PermissionDenied, "not authorized")
	}

	return context.WithValue(ctx, rolesKey{}, roles), nil
}

// rolesOf reads the certificate of the caller; another machine of the cluster tells the roles of its own caller.
func rolesOf(ctx context.Context) role.Set {
	caller, ok := peer.FromContext(ctx)
	if !ok {
		return role.Zero
	}

	connection, ok := caller.AuthInfo.(credentials.TLSInfo)
	if !ok {
		return role.Zero
	}

	if len(connection.State.PeerCertificates) == 0 {
		return role.MakeSet(role.Reader)
	}

	roles, _ := role.Parse(connection.State.PeerCertificates[0].Subject.Organization)
	if !roles.Includes(role.Impersonator) {
		return roles
	}

	told, _ := metadata.FromIncomingContext(ctx)
	impersonated, _ := role.Parse(told.Get(constants.APIAuthzRoleMetadataKey))

	return impersonated
}

// Authentication is how the caller of a context proves who he is: insecure in maintenance mode, else mtls.
func Authentication(ctx context.Context) string {
	if caller, ok := peer.FromContext(ctx); ok {
		if connection, ok := caller.AuthInfo.(credentials.TLSInfo); ok && len(connection.State.PeerCertificates) > 0 {
			return "mtls"
		}
	}

	return "insecure"
}

// supportsMany says whether a method can be called on several machines at once.
func supportsMany(method string) bool {
	for _, service := range []string{
		"/machine.MachineService/", "/cluster.ClusterService/", "/inspect.InspectService/", "/storage.StorageService/", "/time.TimeService/",
	} {
		if strings.HasPrefix(method, service) {
			return true
		}
	}

	return false
}
