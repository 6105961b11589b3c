package flux

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"k8s.io/client-go/rest"

	"cdktf-proxmox-talos/simulator/internal/standin"
	"cdktf-proxmox-talos/simulator/internal/standin/loopback"
)

// notModelled are attributes of the provider block that only the provider knows.
var notModelled = [][]string{
	{"git", "gpg_key_id"}, {"git", "gpg_key_ring"}, {"git", "gpg_passphrase"}, {"git", "ssh", "hostkey_algos"},
	{"kubernetes", "config_context"}, {"kubernetes", "config_context_auth_info"}, {"kubernetes", "config_context_cluster"},
	{"kubernetes", "config_path"}, {"kubernetes", "config_paths"}, {"kubernetes", "exec"}, {"kubernetes", "proxy_url"},
}

// settings is the provider block. It is set once, before anything else is called; values may be unknown then.
type settings struct {
	values standin.Values
}

// gitSettings is how the repository is reached and who writes.
type gitSettings struct {
	url    *url.URL
	branch string

	username, password, privateKey, authority string

	authorName, authorEmail, appendix string
}

// knownBlocks is the rule that blocks of the provider block are known as such; what stands in them may be unknown.
func knownBlocks(values standin.Values) *standin.Fault {
	for _, block := range []struct{ name, target string }{
		{"git", "*provider.Git"}, {"git.http", "*provider.Http"}, {"git.ssh", "*provider.Ssh"}, {"kubernetes", "*provider.Kubernetes"},
	} {
		names := strings.Split(block.name, ".")
		if standin.At(values, names...).IsKnown() {
			continue
		}

		return &standin.Fault{
			Attribute: names[0],
			Summary:   "Value Conversion Error",
			Detail: "An unexpected error was encountered trying to build a value. This is always an error in the provider. Please report the following " +
				"to the provider developer:\n\nReceived unknown value, however the target type cannot handle unknown values. Use the corresponding " +
				"`types` package type or a custom type that handles unknown values.\n\nPath: " + block.name + "\nTarget Type: " + block.target +
				"\nSuggested Type: basetypes.ObjectValue",
		}
	}

	return nil
}

// urlOf is the URL of the repository; an unknown one is empty, as it is for the provider. A URL that is none is reported
// without the text itself, in which a password may stand.
func urlOf(values standin.Values) (*url.URL, error) {
	address := standin.At(values, "git", "url")
	if !address.IsKnown() || address.IsNull() {
		return &url.URL{}, nil
	}

	parsed, err := url.Parse(standin.Text(address))

	var fault *url.Error
	if errors.As(err, &fault) {
		return nil, fault.Err
	}

	return parsed, err
}

func isURL(values standin.Values) *standin.Fault {
	if _, err := urlOf(values); err != nil {
		return &standin.Fault{
			Attribute: "git",
			Summary:   "Configuration Read Error",
			Detail: "An unexpected error was encountered trying to convert an attribute value from the configuration. This is always an error in the " +
				"provider. Please report the following to the provider developer:\n\nError: " + err.Error(),
		}
	}

	return nil
}

// oneLogin is the rule that the credentials are of the kind that the URL needs.
func oneLogin(values standin.Values) *standin.Fault {
	address, err := urlOf(values)
	if err != nil {
		return nil // reported by isURL
	}

	http, ssh := standin.At(values, "git", "http"), standin.At(values, "git", "ssh")

	switch isWeb := address.Scheme == "http" || address.Scheme == "https"; {
	case address.Scheme == "http" && http.IsNull():
		// the provider looks into the block that is not there, and crashes
		return &standin.Fault{
			Attribute: "git",
			Summary:   "Plugin did not respond",
			Detail: "The plugin encountered an error, and failed to respond to the plugin6.(*GRPCProvider).ValidateProviderConfig call. The plugin " +
				"logs may contain more details.",
		}
	case address.Scheme == "ssh" && !http.IsNull():
		return unexpected("http", "ssh")
	case isWeb && !ssh.IsNull():
		return unexpected("ssh", "http(s)")
	case address.Scheme == "http" && !standin.Bool(standin.At(values, "git", "http", "allow_insecure_http")):
		return &standin.Fault{
			Attribute: "git",
			Summary:   "Scheme Validation Error",
			Detail:    "Expected allow_insecure_http to be true when url scheme is http.",
		}
	default:
		return nil
	}
}

func unexpected(name, scheme string) *standin.Fault {
	return &standin.Fault{
		Attribute: "git",
		Summary:   "Unexpected Attribute Configuration",
		Detail:    fmt.Sprintf("Did not expect %s to be configured when url scheme is %s", name, scheme),
	}
}

// check says at the first plan what is wrong with the block, as far as it is known.
func (s *settings) check(values standin.Values) error {
	s.values = values

	for _, names := range notModelled {
		if value := standin.At(values, names...); !value.IsNull() {
			return fmt.Errorf("this is a test double, and %s is not modelled; leave it out", strings.Join(names, "."))
		}
	}

	const both = "Either none or both Git and Kubernetes blocks need to be set"

	switch git, kubernetes := s.at("git"), s.at("kubernetes"); {
	case git.IsNull() && !kubernetes.IsNull():
		return &standin.Fault{Summary: "Git configuration is empty when Kubernetes is not", Detail: both}
	case !git.IsNull() && kubernetes.IsNull():
		return &standin.Fault{Summary: "Kubernetes configuration is empty when Git is not", Detail: both}
	default:
		return nil
	}
}

// repository is URL and branch, which are all that a plan must know; there is no URL as long as it is not known.
func (s *settings) repository() (address *url.URL, branch string, err error) {
	if s.at("git").IsNull() || s.at("kubernetes").IsNull() {
		return nil, "", &standin.Fault{Summary: "Missing configuration", Detail: "Git and Kubernetes configuration not found"}
	}

	for _, names := range [][]string{{"git"}, {"git", "url"}, {"git", "branch"}, {"git", "ssh"}, {"git", "ssh", "username"}} {
		if !s.at(names...).IsKnown() {
			return nil, "", nil
		}
	}

	if address, err = url.Parse(standin.Text(s.at("git", "url"))); err != nil {
		return nil, "", err
	}

	switch username := s.or("git", "git", "ssh", "username"); {
	case !s.at("git", "http").IsNull():
		address.User = nil
	case !s.at("git", "ssh").IsNull() && (address.User == nil || username != "git"):
		address.User = url.User(username)
	}

	return address, s.or("main", "git", "branch"), nil
}

// git is all that is needed to clone and to push.
func (s *settings) git() (gitSettings, error) {
	if err := s.known("git"); err != nil {
		return gitSettings{}, err
	}

	address, branch, err := s.repository()
	if err != nil {
		return gitSettings{}, err
	}

	if err := loopback.Check(address.Host); err != nil {
		return gitSettings{}, err
	}

	g := gitSettings{
		url:         address,
		branch:      branch,
		authorName:  s.or("Flux", "git", "author_name"),
		authorEmail: s.or("", "git", "author_email"),
		appendix:    s.or("", "git", "commit_message_appendix"),
	}

	switch address.Scheme {
	case "ssh":
		g.username = address.User.Username()
		g.password = s.or("", "git", "ssh", "password")
		g.privateKey = s.or("", "git", "ssh", "private_key")

		if s.at("git", "ssh").IsNull() {
			return g, errors.New("git URL scheme is ssh but ssh configuration is empty")
		}

		if g.privateKey == "" {
			return g, errors.New("ssh scheme cannot be used without private key")
		}
	case "http", "https":
		g.username = s.or("", "git", "http", "username")
		g.password = s.or("", "git", "http", "password")
		g.authority = s.or("", "git", "http", "certificate_authority")

		if s.at("git", "http").IsNull() {
			return g, fmt.Errorf("git URL scheme is %s but http configuration is empty", address.Scheme)
		}
	default:
		return g, fmt.Errorf("scheme %q is not supported", address.Scheme)
	}

	return g, nil
}

// kubernetes is how the cluster is reached.
func (s *settings) kubernetes() (*rest.Config, error) {
	if err := s.known("kubernetes"); err != nil {
		return nil, err
	}

	if s.or("", "kubernetes", "host") == "" {
		return nil, errors.New("invalid configuration: no configuration has been provided, set kubernetes.host")
	}

	return &rest.Config{
		Host:        s.or("", "kubernetes", "host"),
		Username:    s.or("", "kubernetes", "username"),
		Password:    s.or("", "kubernetes", "password"),
		BearerToken: s.or("", "kubernetes", "token"),
		Dial:        loopback.Dial,
		QPS:         50,
		Burst:       300,
		TLSClientConfig: rest.TLSClientConfig{
			Insecure: standin.Bool(s.at("kubernetes", "insecure")),
			CAData:   []byte(s.or("", "kubernetes", "cluster_ca_certificate")),
			CertData: []byte(s.or("", "kubernetes", "client_certificate")),
			KeyData:  []byte(s.or("", "kubernetes", "client_key")),
		},
	}, nil
}

// known refuses a part of the block that still waits for something else to be applied.
func (s *settings) known(part string) error {
	if s.at(part).IsFullyKnown() {
		return nil
	}

	return fmt.Errorf("the %s settings of the provider are not all known yet; apply first what they are made of", part)
}

func (s *settings) at(names ...string) tftypes.Value { return standin.At(s.values, names...) }

func (s *settings) or(standard string, names ...string) string {
	if value := s.at(names...); !value.IsNull() {
		return standin.Text(value)
	}

	return standard
}
