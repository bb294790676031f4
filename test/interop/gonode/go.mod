module graft-ts/test/interop/gonode

go 1.21

require (
	github.com/nats-io/graft v0.0.0-20220215174245-93d18541496f
	github.com/nats-io/nats.go v1.13.1-0.20220121202836-972a071d373d
)

require (
	github.com/golang/protobuf v1.4.2 // indirect
	github.com/nats-io/nkeys v0.3.0 // indirect
	github.com/nats-io/nuid v1.0.1 // indirect
	golang.org/x/crypto v0.0.0-20220112180741-5e0467b6c7ce // indirect
	google.golang.org/protobuf v1.24.0 // indirect
)
